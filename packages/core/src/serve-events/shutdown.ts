import type { Server } from 'node:http';
import { LwaBridgeError } from '../errors.js';
import type { EventServing } from './answer-event.js';
import type { CloseConnections } from './connections.js';

/**
 * Ends a server within a time limit: no new connections; running invocations finish, are told by
 * `signal` when 40 % of the time is gone, and are failed at 70 %; then the hooks run.
 */
export async function shutDown({
  server,
  closeConnections,
  timeoutMs,
  closing,
  running,
  settings: { shutdownHooks, log },
}: Pick<EventServing, 'closing' | 'running' | 'settings'> & {
  server: Server;
  closeConnections: CloseConnections;
  timeoutMs: number;
}): Promise<void> {
  const started = performance.now();
  const until = (share: number) => share * timeoutMs - (performance.now() - started);
  const error = new LwaBridgeError('ERR_SHUTTING_DOWN', 'the process was told to end');

  closing.abort(error);
  const disconnected = closeConnections();
  if (!(await settledWithin(running.values(), until(0.4)))) {
    for (const invocation of running.keys()) invocation.abort(error);
  }
  if (!(await settledWithin(running.values(), until(0.7)))) {
    log.warn({ unfinished: running.size }, 'shutting down with invocations unfinished: they fail');
    for (const invocation of running.keys()) invocation.fail(error);
  }
  const hooks = shutdownHooks.map(async (hook) => {
    try {
      await hook();
    } catch (failure) {
      log.error({ err: failure }, 'a shutdown hook failed');
    }
  });
  if (!(await settledWithin(hooks, until(1)))) {
    log.warn({}, `shutdown hooks did not finish within ${timeoutMs} ms`);
  }
  await settledWithin([disconnected], Math.min(until(1), 1000));
  server.closeAllConnections();
}

async function settledWithin(work: Iterable<Promise<unknown>>, ms: number): Promise<boolean> {
  const settled = Promise.allSettled(work).then(() => true);
  if (ms === Number.POSITIVE_INFINITY) return settled;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, Math.max(ms, 0), false);
  });
  return Promise.race([settled, tooLate]).finally(() => clearTimeout(timer));
}
