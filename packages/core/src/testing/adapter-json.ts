/**
 * Reads JSON as the adapter does: `undefined` for whatever its reader (serde_json) refuses, which is
 * more than JavaScript's does: half surrogate pairs, nesting deeper than 127, numbers out of range.
 */
export function readAdapterJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isReadable(value, 127) ? value : undefined;
}

function isReadable(value: unknown, depthLeft: number): boolean {
  if (typeof value === 'string') return !/\p{Surrogate}/u.test(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depthLeft === 0) return false;
  return Object.entries(value).every(
    ([key, inner]) => isReadable(key, depthLeft) && isReadable(inner, depthLeft - 1),
  );
}
