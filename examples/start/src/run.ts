import { EventEmitter, once as nextEvent } from 'node:events';
import { type LocalEvent, startLocal } from 'lwa-bridge-local';
import { titanicApplication } from './application.js';
import { describeEvent } from './describe-event.js';
import { takeTour } from './tour.js';
import { watchFailures } from './watch-failures.js';

/** How the examples are run. */
export interface RunOptions {
  /** Endpoints, names and the port of the REST API. */
  env: NodeJS.ProcessEnv;
  /** Ends by itself after the tour. */
  once: boolean;
  /** Aborted when the user has seen enough. */
  interrupted: AbortSignal;
  print(line: string): void;
}

const limitSeconds = 120;

/**
 * Starts all examples, takes the tour through them, and keeps them running until it is interrupted.
 * Whatever happens, nothing is left running.
 *
 * @throws Error that says what went wrong, or that the tour was interrupted
 */
export async function run({ env, once, interrupted, print }: RunOptions): Promise<void> {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const tell = (place: string, text: string) =>
    print(`${seconds().padStart(7)}  ${place.padEnd(13)}  ${text}`);

  const { definition, ...names } = titanicApplication(env);
  const failed = new AbortController();
  const events = new EventEmitter<{ event: [LocalEvent] }>();
  const failureOf = watchFailures();
  const onEvent = (event: LocalEvent) => {
    const { place, text } = describeEvent(event);
    tell(place, text);
    events.emit('event', event);
    const failure = failureOf(event);
    if (failure) failed.abort(failure);
  };

  const platform = await startLocal(definition, { env, onEvent });
  const tooLong = new Error(`not done after ${limitSeconds} s`);
  const timer = setTimeout(() => failed.abort(tooLong), limitSeconds * 1000);
  const signal = AbortSignal.any([interrupted, failed.signal]);
  const { clients, functions, web } = platform;
  const { url } = web['rest-api'];
  try {
    await takeTour({
      ...names,
      clients,
      genericEvent: functions['generic-event'],
      sweep: functions.sweep,
      restUrl: url,
      events,
      tell,
      signal,
    });
    print(`\nAll of it went through, in ${seconds()}.`);
    if (once) return;
    print(invitation(url));
    if (!interrupted.aborted) await nextEvent(interrupted, 'abort');
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    await platform.close();
    print('Ended; nothing is left running.');
  }
}

function invitation(url: string): string {
  return `
The REST API is on ${url}. Have another ticket analysed, and see who had it:

  curl -X POST ${url}/jobs -H 'Content-Type: application/json' -d '{"ticket":"113781"}'
  curl ${url}/passengers/113781

Ctrl-C ends it.
`;
}
