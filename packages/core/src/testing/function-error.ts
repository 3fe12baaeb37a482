import { LwaBridgeError } from '../errors.js';
import type { ErrorPayload } from '../serve-events/error-payload.js';

/** What a {@link FunctionError} is made of. */
export interface FunctionErrorFields {
  errorType: string;
  errorMessage: string;
  trace?: readonly string[];
  /** What the handler itself reported, where it did. */
  cause?: unknown;
}

/** An invocation that failed, as Lambda reports it. */
export class FunctionError extends LwaBridgeError {
  /** Lambda's `errorType`. */
  readonly errorType: string;
  /** Lambda's `errorMessage`: behind the adapter it seldom says why; `cause` and `message` do. */
  readonly errorMessage: string;
  readonly trace: readonly string[];

  constructor({ errorType, errorMessage, trace = [], cause }: FunctionErrorFields) {
    const reason = isErrorPayload(cause) ? ` (${cause.errorType}: ${cause.errorMessage})` : '';
    super('ERR_FUNCTION_ERROR', `${errorMessage}${reason}`, cause === undefined ? {} : { cause });
    this.name = 'FunctionError';
    this.errorType = errorType;
    this.errorMessage = errorMessage;
    this.trace = trace;
  }
}

function isErrorPayload(value: unknown): value is ErrorPayload {
  return typeof value === 'object' && value !== null && 'errorMessage' in value;
}
