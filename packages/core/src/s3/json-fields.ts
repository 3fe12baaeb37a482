/** True for a JSON object: neither `null`, nor an array, nor a bare value. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object under a name, or an empty one: missing and misshapen fields read alike. */
export function objectField(from: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = from[name];
  return isJsonObject(value) ? value : {};
}

/** The text under a name; `undefined` where it is missing, empty, or something else. */
export function textField(from: Record<string, unknown>, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
