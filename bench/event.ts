import { sqsEvent } from 'lwa-bridge/testing';

/** An SQS event of about so many bytes, as JSON. */
export function eventOf(bytes: number): string {
  const body = { text: 'a passenger, with a "quoted" name and a ticket; '.repeat(10) };
  const one = JSON.stringify(sqsEvent([body])).length;
  return JSON.stringify(sqsEvent(Array.from({ length: Math.ceil(bytes / one) }, () => body)));
}
