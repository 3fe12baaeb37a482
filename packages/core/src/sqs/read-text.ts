/**
 * A field as a text; `''` where it is missing or an object. Not every object can be made a text:
 * `{ "toString": 1 }` throws.
 */
export function readText(field: unknown): string {
  return typeof field === 'object' ? '' : String(field ?? '');
}
