// Node 22 has it, TypeScript's ES2023 does not know it yet.
const { rawJSON } = JSON as unknown as { rawJSON(json: string): unknown };

/** A text that `JSON.stringify` writes in ASCII, with escapes for all else. */
export function asciiJson(text: string): string {
  const escaped = JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return rawJSON(escaped) as string;
}
