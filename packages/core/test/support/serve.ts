import { onTestFinished, vi } from 'vitest';
import type { EventHandler } from '../../src/serve-events/event-context.js';
import { type EventServer, serveEvents } from '../../src/serve-events/serve-events.js';
import type { ServeEventsOptions } from '../../src/serve-events/settings.js';
import { type RecordedLog, recordedLog } from './recorded-log.js';

export interface ServeOptions extends ServeEventsOptions {
  env?: Record<string, string | undefined>;
}

/** A server for one test, with its log; it is closed when the test is over. */
export async function serve<Event>(
  handler: EventHandler<Event>,
  { env = {}, ...options }: ServeOptions = {},
): Promise<EventServer & { log: RecordedLog }> {
  const log = recordedLog();
  stubEnv({ AWS_LWA_ERROR_STATUS_CODES: undefined, ...env });
  const server = serveEvents(handler, {
    port: 0,
    hostname: '127.0.0.1',
    handleSignals: false,
    log,
    ...options,
  });
  await server.ready;
  // The line that says where it listens has a test of its own.
  const listening = log.lines.findIndex(({ message }) => message.startsWith('listening;'));
  if (listening >= 0) log.lines.splice(listening, 1);
  // Not awaited: a test may leave a handler running on purpose.
  onTestFinished(() => void server.close());
  const { url } = server;
  return { ...server, url, log };
}

/** Sets variables for one test; `undefined` takes one away. */
export function stubEnv(env: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}
