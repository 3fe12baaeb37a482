import { NonRetriableError } from '../errors.js';
import { describeIssues, type Schema, type SchemaResult, validate } from '../standard-schema.js';
import type { Message } from './message.js';

/** What a message's body is: JSON, which is parsed, or a text, which is left as it is. */
export type BodyFormat = 'json' | 'text';

/**
 * A message's body, read and validated. A promise only where the schema really is asynchronous: a
 * batch may have 10,000 messages.
 *
 * @throws NonRetriableError `ERR_MALFORMED_BODY`, `ERR_VALIDATION`
 */
export function readBody<Body>(
  { raw: { body } }: Message,
  format: BodyFormat,
  schema: Schema<unknown, Body> | undefined,
): Body | Promise<Body> {
  if (typeof body !== 'string') throw malformed(`the body is no text but ${typeof body}`);
  const value = format === 'json' ? parse(body) : body;
  if (!schema) return value as Body;
  const result = validate(schema, value);
  return result instanceof Promise ? result.then(accepted) : accepted(result);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw malformed(`the body is not JSON: ${reason}`, cause);
  }
}

function malformed(message: string, cause?: unknown): NonRetriableError {
  return new NonRetriableError(message, { code: 'ERR_MALFORMED_BODY', cause });
}

function accepted<Body>(result: SchemaResult<Body>): Body {
  if (!result.issues) return result.value;
  throw new NonRetriableError(`the body is not valid: ${describeIssues(result.issues)}`, {
    code: 'ERR_VALIDATION',
    cause: result.issues,
  });
}
