import { isVisibilityTimeout } from './visibility-timeout.js';

/**
 * Every code an error of this library can carry. docs/errors.md explains each one.
 */
export type ErrorCode =
  // options and environment
  | 'ERR_SETTINGS'
  | 'ERR_MISSING_ENV'
  | 'ERR_MISSING_PEER'
  | 'ERR_PORT_IN_USE'
  | 'ERR_NOT_A_MODULE'
  | 'ERR_ADAPTER_NOT_FOUND'
  // an event on its way in
  | 'ERR_EVENT_NOT_JSON'
  | 'ERR_EVENT_TOO_LARGE'
  | 'ERR_EVENT_CONTENT_TYPE'
  | 'ERR_EVENT_MISROUTED'
  | 'ERR_CONTEXT_HEADER'
  // the handler and its reply
  | 'ERR_CALLBACK_HANDLER'
  | 'ERR_GENERATOR_HANDLER'
  | 'ERR_REPLY_NOT_SERIALIZABLE'
  | 'ERR_REPLY_TOO_DEEP'
  | 'ERR_REPLY_TOO_LARGE'
  | 'ERR_REPLY_UNPAIRED_SURROGATE'
  | 'ERR_DEADLINE_EXCEEDED'
  | 'ERR_CLIENT_GONE'
  | 'ERR_SHUTTING_DOWN'
  // messages, objects
  | 'ERR_NON_RETRIABLE'
  | 'ERR_RETRY_AFTER'
  | 'ERR_NOT_AN_SQS_EVENT'
  | 'ERR_MALFORMED_BODY'
  | 'ERR_VALIDATION'
  | 'ERR_UNIDENTIFIED_FAILURE'
  | 'ERR_BATCH_FAILED'
  | 'ERR_DEAD_LETTER'
  | 'ERR_SQS_TIMEOUT'
  | 'ERR_GROUP_BLOCKED'
  | 'ERR_NOT_FINISHED'
  | 'ERR_MALFORMED_NOTIFICATION'
  | 'ERR_OTHER_BUCKET'
  // jobs
  | 'ERR_JOB_NOT_FOUND'
  | 'ERR_JOB_STATE'
  | 'ERR_JOB_CRASHED'
  | 'ERR_JOB_ABANDONED'
  | 'ERR_JOB_CANCELLED'
  | 'ERR_JOB_DEFERRED'
  | 'ERR_JOB_TYPE'
  | 'ERR_JOB_TOO_LARGE'
  | 'ERR_JOB_STORE'
  | 'ERR_JOB_QUEUE'
  | 'ERR_SWEEP'
  | 'ERR_LEASE_LOST'
  | 'ERR_ENQUEUE'
  | 'ERR_IDEMPOTENCY_CONFLICT'
  // CSV files
  | 'ERR_CSV_HEADER'
  | 'ERR_CSV_ROW'
  | 'ERR_CSV_RECORD_TOO_LONG'
  | 'ERR_CSV_ENCODING'
  | 'ERR_CSV_INFLATE_LIMIT'
  | 'ERR_CSV_TOO_MANY_INVALID_ROWS'
  | 'ERR_CSV_NEEDS_TABLE'
  | 'ERR_CSV_NO_PROGRESS'
  | 'ERR_CSV_DEFERRED'
  | 'ERR_CSV_STORE'
  | 'ERR_OBJECT_NOT_FOUND'
  | 'ERR_OBJECT_SUPERSEDED'
  // running locally
  | 'ERR_FUNCTION_START'
  // testing
  | 'ERR_FUNCTION_ERROR';

// A class can exist twice in one process (two bundles), so errors are recognised by these marks and
// never by `instanceof`.
const errorMark = Symbol.for('lwa-bridge.error');
const nonRetriableMark = Symbol.for('lwa-bridge.non-retriable');
const retryAfterMark = Symbol.for('lwa-bridge.retry-after');

/**
 * The base of every error this library throws.
 *
 * @example
 * ```ts
 * import { isLwaBridgeError } from 'lwa-bridge';
 *
 * const explain = (error: unknown) =>
 *   isLwaBridgeError(error) ? `${error.code}: ${error.message}` : 'somebody else threw';
 * ```
 */
export class LwaBridgeError extends Error {
  /** What went wrong, as a literal that does not change between versions. */
  readonly code: ErrorCode;
  /** @internal */
  readonly [errorMark] = true;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LwaBridgeError';
    this.code = code;
  }
}

/** Options of {@link NonRetriableError}. */
export interface NonRetriableErrorOptions extends ErrorOptions {
  /** A more telling code than `ERR_NON_RETRIABLE`; for use inside this library. */
  code?: ErrorCode;
}

/**
 * Says that trying again cannot help: a malformed message, a refused input.
 *
 * What then happens is the wrapper's decision: `onNonRetriable` of `sqsHandler`, FAILED for a job.
 *
 * @example
 * ```ts
 * import { NonRetriableError, sqsHandler } from 'lwa-bridge';
 *
 * export const handler = sqsHandler(async (body: { email?: string }) => {
 *   if (!body.email) throw new NonRetriableError('the message has no email address');
 * });
 * ```
 */
export class NonRetriableError extends LwaBridgeError {
  /** @internal */
  readonly [nonRetriableMark] = true;

  constructor(message: string, options: NonRetriableErrorOptions = {}) {
    const { code = 'ERR_NON_RETRIABLE', ...rest } = options;
    super(code, message, rest);
    this.name = 'NonRetriableError';
  }
}

/** Options of {@link RetryAfterError}. */
export interface RetryAfterErrorOptions extends ErrorOptions {
  /** How long the message stays invisible, in seconds: 0 to 43,200 (12 hours, the limit of SQS). */
  seconds: number;
  /** A more telling code than `ERR_RETRY_AFTER`; for use inside this library. */
  code?: ErrorCode;
}

/**
 * Fails a message and says when it should come back: its visibility timeout is set to `seconds`
 * before it is reported failed. (The event source mapping does not reset that.)
 *
 * @throws RangeError when `seconds` is not a number from 0 to 43,200.
 *
 * @example
 * ```ts
 * import { RetryAfterError, sqsHandler } from 'lwa-bridge';
 *
 * export const handler = sqsHandler(async (body: { url: string }) => {
 *   const response = await fetch(body.url);
 *   if (response.status === 429) throw new RetryAfterError('rate limited', { seconds: 60 });
 * });
 * ```
 */
export class RetryAfterError extends LwaBridgeError {
  /** How long the message stays invisible, in seconds. */
  readonly seconds: number;
  /** @internal */
  readonly [retryAfterMark] = true;

  constructor(message: string, options: RetryAfterErrorOptions) {
    // In JavaScript it may be anything.
    const given: Partial<RetryAfterErrorOptions> | undefined = options;
    const { seconds, code = 'ERR_RETRY_AFTER', ...rest } = given ?? {};
    if (!isVisibilityTimeout(seconds)) {
      const got = typeof seconds === 'string' ? JSON.stringify(seconds) : String(seconds);
      throw new RangeError(
        `new RetryAfterError(text, { seconds }): seconds must be a number from 0 to 43200, got ${got}`,
      );
    }
    super(code, message, rest);
    this.name = 'RetryAfterError';
    this.seconds = seconds;
  }
}

/** True for every error of this library, also one made by another copy of it in this process. */
export function isLwaBridgeError(error: unknown): error is LwaBridgeError {
  return hasMark(error, errorMark);
}

/** True for a {@link NonRetriableError}, also one made by another copy of this library. */
export function isNonRetriableError(error: unknown): error is NonRetriableError {
  return hasMark(error, nonRetriableMark);
}

/** True for a {@link RetryAfterError}, also one made by another copy of this library. */
export function isRetryAfterError(error: unknown): error is RetryAfterError {
  return hasMark(error, retryAfterMark);
}

function hasMark(error: unknown, mark: symbol): boolean {
  return typeof error === 'object' && error !== null && Object.hasOwn(error, mark);
}
