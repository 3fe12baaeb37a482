import { LwaBridgeError, NonRetriableError } from '../errors.js';
import { describeIssues, type SchemaIssue, validate } from '../standard-schema.js';
import type { JobDefinition } from './job.js';
import type { JobRow } from './store/job-row.js';

// Input and output on their way into a row and out of it. What is stored is JSON text, and what is
// checked is what was stored: a Date that its schema would not take back as a string is refused
// here, not in the worker.

/**
 * Input on its way in: stored as the schema takes it.
 * @throws NonRetriableError `ERR_VALIDATION`
 */
export async function encodeInput(
  { input: schema }: JobDefinition,
  input: unknown,
  what: string,
): Promise<string> {
  const text = toJson(input, what);
  const result = await validate(schema, JSON.parse(text));
  if (result.issues) throw invalidInput(what, result.issues);
  return text;
}

/**
 * Input on its way to the handler: as the schema gives it.
 * @throws NonRetriableError `ERR_VALIDATION`
 */
export async function decodeInput(
  { input: schema }: JobDefinition,
  { id, input = 'null' }: Pick<JobRow, 'id' | 'input'>,
): Promise<unknown> {
  const what = `the input of job ${id}`;
  const result = await validate(schema, fromJson(input, what));
  if (result.issues) throw invalidInput(what, result.issues);
  return result.value;
}

/**
 * Output on its way in: stored as the schema gives it; nothing returned is `null`.
 * @throws LwaBridgeError `ERR_VALIDATION`: another attempt may return something better
 * @throws NonRetriableError `ERR_VALIDATION` for what is no JSON
 */
export async function encodeOutput(
  { output: schema }: JobDefinition,
  output: unknown,
  what: string,
): Promise<string> {
  const result = schema ? await validate(schema, output) : { value: output };
  if (result.issues) {
    const message = `${what} is not valid: ${describeIssues(result.issues)}`;
    throw new LwaBridgeError('ERR_VALIDATION', message, { cause: result.issues });
  }
  return toJson(result.value ?? null, what);
}

function invalidInput(what: string, issues: readonly SchemaIssue[]): NonRetriableError {
  return new NonRetriableError(`${what} is not valid: ${describeIssues(issues)}`, {
    code: 'ERR_VALIDATION',
    cause: issues,
  });
}

function toJson(value: unknown, what: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw notJson(what, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (text === undefined) throw notJson(what, `it is of type ${typeof value}`);
  return text;
}

function fromJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(what, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function notJson(what: string, reason: string, cause?: unknown): NonRetriableError {
  return new NonRetriableError(`${what} is not JSON: ${reason}`, { code: 'ERR_VALIDATION', cause });
}
