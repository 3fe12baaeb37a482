import type { EventContext } from '../../../src/serve-events/event-context.js';
import { type RecordedLog, recordedLog } from '../../support/recorded-log.js';

/** An invocation whose time passes only when a test says so. */
export interface TestInvocation {
  readonly context: EventContext;
  readonly log: RecordedLog;
  /** Lets so many milliseconds pass. */
  pass(milliseconds: number): void;
  /** Aborts the invocation's own signal. */
  abort(reason?: Error): void;
}

/** @param left - milliseconds until the deadline; `undefined` is none */
export function invocation(left?: number): TestInvocation {
  const controller = new AbortController();
  const log = recordedLog();
  let passed = 0;
  const context = {
    awsRequestId: 'r-1',
    functionName: 'orders',
    signal: controller.signal,
    log,
    getRemainingTimeInMillis: () => (left === undefined ? 2 ** 31 - 1 : Math.max(0, left - passed)),
  } as unknown as EventContext;
  return {
    context,
    log,
    pass: (milliseconds) => {
      passed += milliseconds;
    },
    abort: (reason) => controller.abort(reason),
  };
}
