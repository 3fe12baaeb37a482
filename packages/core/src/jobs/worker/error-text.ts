import { isLwaBridgeError } from '../../errors.js';
import { toErrorPayload } from '../../serve-events/error-payload.js';

// What a row holds of an error.
const maxErrorBytes = 4096;

/** An error as a row stores it: its message, after the code where it is one of this library. */
export function errorText(error: unknown): string {
  const { errorType, errorMessage } = toErrorPayload(error);
  const message = errorMessage || errorType;
  return cut(hasTellingCode(error) ? `${error.code}: ${message}` : message);
}

// The other two are thrown by users themselves: their message is what matters.
function hasTellingCode(error: unknown): error is { code: string } {
  if (!isLwaBridgeError(error)) return false;
  return error.code !== 'ERR_NON_RETRIABLE' && error.code !== 'ERR_RETRY_AFTER';
}

// Encoding repairs half surrogate pairs, which DynamoDB refuses; `stream` drops a character that
// was cut in two.
function cut(text: string): string {
  const bytes = Buffer.from(text, 'utf8').subarray(0, maxErrorBytes);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}
