import { LwaBridgeError } from '../errors.js';

/**
 * A message's body as SQS has it: a text as it is, anything else as JSON.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for what JSON can't hold
 */
export function messageText(body: unknown, index: number): string {
  const text = typeof body === 'string' ? body : toJson(body, index);
  if (text !== undefined) return text;
  throw noJson(index, typeof body);
}

// `undefined` for what JSON leaves out: a function, a symbol, `undefined`.
function toJson(body: unknown, index: number): string | undefined {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw noJson(index, String(cause), { cause });
  }
}

function noJson(index: number, why: string, options?: ErrorOptions): LwaBridgeError {
  const message = `sqsEvent: bodies[${index}] is a text, or what JSON can hold: ${why}`;
  return new LwaBridgeError('ERR_SETTINGS', message, options);
}
