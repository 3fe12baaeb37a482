import { EventEmitter, once as nextEvent } from 'node:events';
import { startTokenIssuer, type TokenIssuer } from 'example-titanic/testing/token-issuer';
import { type LocalEvent, startLocal } from 'lwa-bridge-local';
import { audience, titanicApplication } from './application.js';
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
export async function run(options: RunOptions): Promise<void> {
  const issuer = await startTokenIssuer();
  try {
    await runWithTokens(issuer, options);
  } finally {
    await issuer.close();
    options.print('Ended; nothing is left running.');
  }
}

async function runWithTokens(
  issuer: TokenIssuer,
  { env, once, interrupted, print }: RunOptions,
): Promise<void> {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const tell = (place: string, text: string) =>
    print(`${seconds().padStart(7)}  ${place.padEnd(13)}  ${text}`);

  const { definition, ...names } = titanicApplication(env, issuer);
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
  const token = await issuer.issue({ sub: 'somebody', aud: audience, scope, exp: inAWeek() });
  try {
    await takeTour({
      ...names,
      clients,
      genericEvent: functions['generic-event'],
      sweep: functions.sweep,
      rest: { url, token },
      events,
      tell,
      signal,
    });
    print(`\nAll of it went through, in ${seconds()}.`);
    if (once) return;
    print(invitation(url, token));
    if (!interrupted.aborted) await nextEvent(interrupted, 'abort');
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    await platform.close();
  }
}

const scope = 'jobs:read jobs:write passengers:read uploads:write';

// In seconds since 1970, as tokens have it.
function inAWeek(): number {
  return Math.floor(Date.now() / 1000) + 7 * 86_400;
}

function invitation(url: string, token: string): string {
  return `
The REST API is on ${url}, its description on ${url}/docs. See who had a ticket:

  curl ${url}/passengers/LINE -H 'Authorization: Bearer ${token}'

Ctrl-C ends it.
`;
}
