/** A function error in the form that Lambda's own Node runtime reports. */
export interface ErrorPayload {
  errorType: string;
  errorMessage: string;
  /** The stack, a line an entry. */
  trace: string[];
}

/** Describes whatever was thrown; never throws itself. */
export function toErrorPayload(thrown: unknown): ErrorPayload {
  try {
    if (isError(thrown)) {
      return {
        errorType: String(thrown.name),
        errorMessage: String(thrown.message),
        trace: String(thrown.stack ?? '').split('\n'),
      };
    }
    return { errorType: typeof thrown, errorMessage: describe(thrown), trace: [] };
  } catch {
    return { errorType: 'Error', errorMessage: 'an error that cannot be described', trace: [] };
  }
}

// Also one of another realm (a vm, as Jest uses), of which `instanceof` knows nothing.
function isError(thrown: unknown): thrown is Error {
  if (thrown instanceof Error) return true;
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { name, message, stack } = thrown as Partial<Error>;
  return [name, message, stack].every((part) => typeof part === 'string');
}

function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return String(thrown);
  }
}
