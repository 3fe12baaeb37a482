const most = 10;

/** Names in a sentence; of many the first ten, and how many more there are. */
export function listed(names: readonly string[]): string {
  const rest = names.length - most;
  return [...names.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
