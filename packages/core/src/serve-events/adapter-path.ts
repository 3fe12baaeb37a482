/** Whether what is to be a path is a URL, all of which the adapter would take for the path. */
export function isUrl(path: string): boolean {
  return /^[a-z]+:\/\//i.test(path);
}

/**
 * A path as the adapter sends it: with a slash before it, and with everything encoded that can't be in a
 * path, such as a question mark.
 */
export function toAdapterPath(path: string): string {
  const url = new URL('http://localhost');
  url.pathname = path;
  return url.pathname;
}
