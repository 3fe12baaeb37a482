import type { InvocationResult } from './invocation.js';
import type { ProcessExit } from './supervised-process.js';

// The names and sentences of Lambda itself, as its runtime interface emulator (RIE) has them:
// https://github.com/aws/aws-lambda-runtime-interface-emulator

/** Why an environment or an invocation failed without an answer of the function's. */
export interface Failure {
  readonly errorType: string;
  readonly reason: string;
  /** What the function itself reported (`/init/error`), passed on as it is. */
  readonly payload?: Buffer;
}

/** The largest reply of a synchronous invocation, in bytes: 6 MiB and a little, as in the RIE. */
export const maxReplyBytes = 6 * 1024 * 1024 + 100;

/** The largest event of a synchronous invocation, in bytes. */
export const maxEventBytes = 6 * 1024 * 1024;

/** The process of the function ended. */
export function runtimeExit(exit: ProcessExit): Failure {
  if ('launchError' in exit) {
    return { errorType: 'Runtime.InvalidEntrypoint', reason: exit.launchError.message };
  }
  const clean = 'code' in exit && exit.code === 0;
  return {
    errorType: 'Runtime.ExitError',
    reason: clean
      ? 'Runtime exited without providing a reason'
      : `Runtime exited with error: ${describeExit(exit)}`,
  };
}

/** The process of the adapter ended: it is an external extension. */
export function extensionExit(exit: ProcessExit): Failure {
  if ('launchError' in exit) {
    return { errorType: 'Extension.LaunchError', reason: exit.launchError.message };
  }
  const clean = 'code' in exit && exit.code === 0;
  return { errorType: 'Extension.Crash', reason: clean ? 'exit code 0' : describeExit(exit) };
}

/** The invocation reached its deadline. */
export function timedOut(timeoutMs: number): Failure {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return { errorType: 'Sandbox.Timedout', reason: `Task timed out after ${seconds} seconds` };
}

/** The function was shut down before it answered. */
export function wasShutDown(): Failure {
  return { errorType: 'Sandbox.Failure', reason: 'The execution environment was shut down' };
}

/** The connection broke while the reply was sent. */
export function truncatedReply(): Failure {
  return { errorType: 'Runtime.TruncatedResponse', reason: 'The reply was cut off' };
}

/** What Lambda answers to the caller. */
export function failureResult(failure: Failure, requestId: string): InvocationResult {
  const { errorType, payload } = failure;
  return functionError(payload ?? { errorType, errorMessage: messageOf(failure, requestId) });
}

/** The sentence in which Lambda tells of a failure. */
export function messageOf({ reason }: Failure, requestId: string): string {
  return `RequestId: ${requestId} Error: ${reason}`;
}

/** What Lambda answers where the reply is over the limit; without the request id, as there. */
export function replyTooLarge(bytes: number): InvocationResult {
  return functionError({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${maxReplyBytes} bytes).`,
  });
}

function functionError(payload: Buffer | object): InvocationResult {
  const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
  return { payload: bytes, functionError: 'Unhandled' };
}

function describeExit(exit: { code: number } | { signal: NodeJS.Signals }): string {
  if ('code' in exit) return `exit status ${exit.code}`;
  return `signal: ${signalNames.get(exit.signal) ?? exit.signal}`;
}

// Go's names, since Lambda is written in it.
const signalNames = new Map<NodeJS.Signals, string>([
  ['SIGABRT', 'aborted'],
  ['SIGBUS', 'bus error'],
  ['SIGFPE', 'floating point exception'],
  ['SIGHUP', 'hangup'],
  ['SIGILL', 'illegal instruction'],
  ['SIGINT', 'interrupt'],
  ['SIGKILL', 'killed'],
  ['SIGPIPE', 'broken pipe'],
  ['SIGQUIT', 'quit'],
  ['SIGSEGV', 'segmentation fault'],
  ['SIGTERM', 'terminated'],
  ['SIGTRAP', 'trace/breakpoint trap'],
]);
