import type { InvokeOptions } from 'lwa-bridge/testing';
import {
  type FunctionOptions,
  type FunctionUnderTest,
  startFunction,
} from '../support/function-under-test.js';

/** What `whole-context.mjs` replies. */
export interface Seen {
  context: Record<string, unknown>;
  types: Record<string, string>;
  /** Milliseconds, before and after the pause. */
  left: [number, number];
  stored: { requestId?: string; traceId?: string; tenantId?: string };
  logStream: string;
}

/** The handler that replies with all it is told of its invocation. */
export interface WholeContext extends AsyncDisposable {
  invoke(
    options?: InvokeOptions,
    event?: { pauseMs?: number; write?: Record<string, unknown> },
  ): Promise<Seen>;
  lines: FunctionUnderTest['lines'];
}

export async function startWholeContext(options: FunctionOptions = {}): Promise<WholeContext> {
  const file = new URL('fixtures/whole-context.mjs', import.meta.url);
  const served = await startFunction(file, options);
  return {
    ...served,
    invoke: async (invocation, event = {}) => (await served.invoke(event, invocation)) as Seen,
  };
}
