import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { adapterHeaders } from '../../support/adapter-headers.js';
import { send } from '../../support/http.js';
import { serve } from '../../support/serve.js';

/** A server that is sent all kinds of bytes. */
export interface ServerUnderFire extends AsyncDisposable {
  readonly url: string;
  /** The events that its handler was called with since the last `check`. */
  events(): unknown[];
  /** Nothing was thrown past the server, and it still answers a good event. */
  check(): Promise<void>;
}

/** The reply to the event of which these were the bytes. */
export const replyTo = (event: unknown) => JSON.stringify({ handled: event });

/** Starts one for this test, as the adapter covers HTTP 500 or doesn't. */
export async function startUnderFire(errorStatusCodes?: string): Promise<ServerUnderFire> {
  const thrown = watchForErrors();
  let events: unknown[] = [];
  const { url, close } = await serve(
    async (event) => {
      events.push(event);
      if (events.length % 2 === 0) await sleep(1);
      return { handled: event };
    },
    { env: { AWS_LWA_ERROR_STATUS_CODES: errorStatusCodes } },
  );
  return {
    url,
    events: () => events,
    async check() {
      events = [];
      const answer = await send(url, { headers: adapterHeaders(), body: '{"good":true}' });
      expect(answer).toMatchObject({ status: 200, text: replyTo({ good: true }) });
      expect(thrown()).toEqual([]);
      events = [];
    },
    // Resolves only when no invocation is left running.
    [Symbol.asyncDispose]: close,
  };
}

// What would have ended the process; the test runner only fails the whole run for it.
function watchForErrors(): () => unknown[] {
  const errors: unknown[] = [];
  const note = (error: unknown) => void errors.push(error);
  for (const name of ['uncaughtExceptionMonitor', 'unhandledRejection'] as const) {
    process.on(name, note);
    onTestFinished(() => void process.off(name, note));
  }
  return () => errors;
}
