/** What errors of the AWS SDK and of Node's sockets say of themselves. */
interface CallError {
  readonly name?: unknown;
  /** Of a socket or an HTTP/2 stream. */
  readonly code?: unknown;
  /** Of an answer; without one there was none. */
  readonly $metadata?: { readonly httpStatusCode?: number };
}

// ModelTimeoutException, ModelErrorException, ThrottlingException and ModelNotReadyException.
const transientStatuses = new Set([408, 424, 429]);

// A connection that was there. That there is none at all (ECONNREFUSED, ENOTFOUND) is not over in seconds.
const lostConnection = /^(ECONNRESET|EPIPE|ETIMEDOUT|ERR_HTTP2_\w+)$/;

/** Whether a call of Bedrock that failed so may succeed seconds later. */
export function isTransient(error: unknown): boolean {
  const { name, code, $metadata } = Object(error) as CallError;
  if (name === 'TimeoutError' || name === 'ServiceQuotaExceededException') return true;
  if (typeof code === 'string' && lostConnection.test(code)) return true;

  const status = $metadata?.httpStatusCode;
  if (status === undefined) return false;
  // An error that comes with 200 is of an answer that could not be read: it was cut on its way.
  return status === 200 || status >= 500 || transientStatuses.has(status);
}
