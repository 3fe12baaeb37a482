/** Whether a value is a visibility timeout, in seconds: SQS hides a message for 12 hours at the most. */
export function isVisibilityTimeout(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && seconds >= 0 && seconds <= 43_200;
}
