import { toErrorPayload } from '../../serve-events/error-payload.js';
import { FunctionError } from '../function-error.js';

// The names that Rust gives to the types of the adapter's errors; Lambda hands them on as they are.
const rustError =
  '&alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>';
const rustPanic = '&alloc::boxed::Box<dyn core::any::Any + core::marker::Send>';

/** The handler answered with a status that `AWS_LWA_ERROR_STATUS_CODES` covers. */
export function coveredStatus(status: number, cause: unknown): FunctionError {
  const errorMessage = `Request failed with configured error status code: ${status}`;
  return new FunctionError({ errorType: rustError, errorMessage, cause });
}

/** The handler could not be reached, or closed the connection before any header. */
export function noAnswer(stage: 'Connect' | 'SendRequest', cause: unknown): FunctionError {
  return new FunctionError({
    errorType: rustError,
    errorMessage: `client error (${stage})`,
    cause,
  });
}

/** The handler closed the connection in the middle of its answer. */
export function brokenAnswer(chunked: boolean, cause: unknown): FunctionError {
  const error = chunked ? '"unexpected EOF during chunk size line"' : 'IncompleteBody';
  return new FunctionError({
    errorType: rustPanic,
    errorMessage: `Lambda panicked: unable to read bytes from body: hyper::Error(Body, Custom { kind: UnexpectedEof, error: ${error} })`,
    cause,
  });
}

/** The query of an HTTP event can't be in a URL. */
export function unfitQuery(query: string): FunctionError {
  return new FunctionError({
    errorType: rustPanic,
    errorMessage:
      'Lambda panicked: failed to build request: http::Error(InvalidUri(InvalidUriChar))',
    cause: toErrorPayload(new TypeError(`not encoded: ${query}`)),
  });
}

/** The event is no JSON. */
export function unreadableEvent(cause: Error): FunctionError {
  return new FunctionError({
    errorType: '&lambda_runtime::deserializer::DeserializeError',
    errorMessage: `failed to deserialize the incoming data into the function's payload type: ${cause.message}`,
    cause,
  });
}

/** The adapter itself ends, by what it was told of the invocation. */
export function adapterCrash(requestId: string, reason: string): FunctionError {
  return new FunctionError({
    errorType: 'Extension.Crash',
    errorMessage: `RequestId: ${requestId} Error: exit status 1`,
    cause: toErrorPayload(new TypeError(reason)),
  });
}

/** The deadline passed: Lambda's own error, as are those below. */
export function timedOut(requestId: string, timeoutMs: number): FunctionError {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return new FunctionError({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  });
}

/** The reply is larger than Lambda takes. */
export function replyTooLarge(bytes: number, maxBytes: number): FunctionError {
  return new FunctionError({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${maxBytes} bytes).`,
  });
}
