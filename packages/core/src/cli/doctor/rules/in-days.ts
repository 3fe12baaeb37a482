/** A time for a person: days, or seconds where it is less than one. */
export function inDays(seconds: number): string {
  if (seconds < 86_400) return `${seconds} seconds`;
  const days = Number((seconds / 86_400).toFixed(2));
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
