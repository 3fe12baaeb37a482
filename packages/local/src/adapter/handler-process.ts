import { setTimeout as sleep } from 'node:timers/promises';
import { LwaBridgeError } from 'lwa-bridge';
import { runtimeExit } from '../lambda-service/failures.js';
import { type ProcessExit, superviseProcess } from '../lambda-service/supervised-process.js';
import { type HandlerProgram, handlerEnvironment } from './handler-program.js';
import { untilReady } from './readiness.js';

/** A handler that runs and has been ready. */
export interface HandlerProcess {
  /** How it ended, without having been asked to; never resolves for one that was. */
  readonly died: Promise<ProcessExit>;
  isRunning(): boolean;
  /** Ends it as Lambda does: SIGTERM, and SIGKILL 300 ms later. */
  stop(): Promise<void>;
}

/** Options of {@link startHandlerProcess}. */
export interface HandlerProcessOptions {
  port: number;
  /** Whether it takes the place of one that ended. */
  restarted?: boolean | undefined;
  /** Gives up the start. */
  signal?: AbortSignal | undefined;
}

const graceMs = 300;
const keptLines = 20;

/**
 * Starts a handler and waits until it is ready. It never outlives this process.
 *
 * @throws LwaBridgeError `ERR_FUNCTION_START` with its last output, where it ends before it is ready
 * or is not ready in time; `ERR_SHUTTING_DOWN` where `signal` aborts before.
 */
export async function startHandlerProcess(
  program: HandlerProgram,
  { port, restarted = false, signal }: HandlerProcessOptions,
): Promise<HandlerProcess> {
  const { name, cwd = process.cwd(), env = {}, readyTimeoutMs = 10_000, onEvent } = program;
  const [command, ...args] = program.command;
  const url = `http://127.0.0.1:${port}`;
  const readinessUrl = new URL(env.AWS_LWA_READINESS_CHECK_PATH ?? '/', url).href;
  const lastLines: string[] = [];
  const started = performance.now();
  let exit: ProcessExit | undefined;
  let stopping = false;

  const child = superviseProcess({
    command,
    args,
    env: handlerEnvironment(program, port),
    cwd,
    onLine(line) {
      if (lastLines.push(line) > keptLines) lastLines.shift();
      onEvent?.({ type: 'function-log', function: name, line });
    },
  });
  const ended = new AbortController();
  const exited = child.exited.then((how) => {
    exit = how;
    ended.abort();
    return how;
  });
  const stop = async () => {
    stopping = true;
    child.signal('SIGTERM');
    await Promise.race([exited, sleep(graceMs, undefined, { ref: false })]);
    child.signal('SIGKILL');
    await exited;
  };

  const limits = [ended.signal, AbortSignal.timeout(readyTimeoutMs), ...(signal ? [signal] : [])];
  const refusal = await untilReady(readinessUrl, AbortSignal.any(limits));

  if (refusal !== undefined || exit || signal?.aborted) {
    const early = exit;
    await stop();
    // What it wrote last may still be on its way.
    await Promise.race([child.closed, sleep(graceMs, undefined, { ref: false })]);
    if (signal?.aborted) {
      throw new LwaBridgeError('ERR_SHUTTING_DOWN', `"${name}" was closed while it started`);
    }
    const unready = `did not answer on ${readinessUrl} within ${readyTimeoutMs} ms (last: ${refusal})`;
    throw startError(
      name,
      early ? `${describeExit(early)} before it was ready` : unready,
      lastLines,
    );
  }

  const ms = Math.round(performance.now() - started);
  onEvent?.({ type: 'function-ready', function: name, url, ms, restarted });
  const died = new Promise<ProcessExit>((resolve) => {
    void exited.then((how) => {
      if (stopping) return;
      onEvent?.({ type: 'function-exited', function: name, reason: runtimeExit(how).reason });
      resolve(how);
    });
  });
  return { died, isRunning: () => !exit && !stopping, stop };
}

/** Why a function did not start, with what it wrote last. */
export function startError(name: string, what: string, lines: readonly string[]): LwaBridgeError {
  const output = lines.length === 0 ? 'It wrote nothing.' : 'Its last output:';
  const message = [`function "${name}" ${what}. ${output}`, ...lines].join('\n  ');
  return new LwaBridgeError('ERR_FUNCTION_START', message);
}

function describeExit(exit: ProcessExit): string {
  if ('launchError' in exit) return `could not be started (${exit.launchError.message}) and ended`;
  return 'code' in exit ? `ended with exit code ${exit.code}` : `was ended by ${exit.signal}`;
}
