/** Makes the sequencers of S3: hexadecimal digits, each greater as a string than the one before. */
export function sequencers(now: () => number = Date.now): () => string {
  let last = 0;
  return () => {
    // Microseconds, so that several in one millisecond differ.
    last = Math.max(last + 1, now() * 1000);
    return last.toString(16).toUpperCase().padStart(18, '0');
  };
}
