import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

// As the adapter does.
const intervalMs = 10;

/**
 * Asks a server until it answers, as the adapter does: any status from 100 to 499 counts as ready.
 *
 * @returns `undefined` when it is ready, else what it last answered
 */
export async function untilReady(url: string, signal: AbortSignal): Promise<string | undefined> {
  let last = 'nothing was tried';
  while (!signal.aborted) {
    const answer = await ask(url, signal);
    if (typeof answer === 'number' && answer >= 100 && answer < 500) return undefined;
    if (!signal.aborted) last = typeof answer === 'number' ? `status ${answer}` : answer;
    await sleep(intervalMs, undefined, { signal }).catch(() => {});
  }
  return last;
}

/** The status, or why there is none. */
function ask(url: string, signal: AbortSignal): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, signal }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
