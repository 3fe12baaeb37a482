import { NonRetriableError } from '../../errors.js';
import { isJsonObject } from '../../s3/json-fields.js';
import type { ObjectContext, S3Object } from '../../s3/s3-object.js';

/** Which piece of work a message stands for. */
export interface Continuation {
  /** 0 for the notification, one more for each message that goes on with it. */
  readonly hop: number;
  /** The part of the file; `undefined` for the file as a whole. */
  readonly part?: number | undefined;
}

/** Under this name it stands in the message's body, beside what the notification says. */
const field = 'lwaBridge';

/**
 * Reads which piece of work a message stands for; a notification is hop 0 of the whole file.
 *
 * @throws NonRetriableError `ERR_MALFORMED_BODY`
 */
export function readContinuation({ message }: ObjectContext): Continuation {
  const body: unknown = JSON.parse(message.raw.body);
  const value = isJsonObject(body) ? body[field] : undefined;
  if (value === undefined) return { hop: 0 };
  const { hop, part } = isJsonObject(value) ? value : {};
  if (isCount(hop) && (part === undefined || isCount(part))) return { hop, part };
  const text = `its ${field} names no hop and part: ${JSON.stringify(value)}`;
  throw new NonRetriableError(text, { code: 'ERR_MALFORMED_BODY' });
}

/** The body of a message that goes on with an object: its notification, and the piece of work. */
export function writeContinuation({ raw }: S3Object, continuation: Continuation): string {
  const notification = 's3' in raw ? { Records: [raw] } : raw;
  return JSON.stringify({ ...notification, [field]: continuation });
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
