import { deferred } from './deferred.js';
import { extensionExit, type Failure, runtimeExit, wasShutDown } from './failures.js';
import type { FunctionConfig } from './function-config.js';
import { createInvocationBroker, type InvocationBroker } from './invocation-broker.js';
import { processEnvironment } from './process-environment.js';
import { startRuntimeApi } from './runtime-api.js';
import { type SupervisedProcess, superviseProcess } from './supervised-process.js';

/** One adapter and one handler process, from their start to their end. */
export interface ExecutionEnvironment {
  readonly invocations: InvocationBroker;
  /** From the start of the first process until the adapter asked for its first invocation. */
  readonly initMs: number;
  /** Why it ended; it is over for good then, and both processes are gone or going. */
  readonly ended: Promise<Failure>;
  hasEnded(): boolean;
  /** Fails what runs in it and ends it: Lambda's answer to a timeout. */
  reset(failure: Failure): void;
  /** SIGSTOP or SIGCONT to both processes. */
  freeze(): void;
  thaw(): void;
  /** SIGKILL to the handler, as where memory runs out. Resolves when the environment has ended. */
  kill(): Promise<void>;
  /** Ends it as Lambda does, and resolves when both processes are gone. */
  shutDown(): Promise<void>;
}

/** How a start is bounded. */
export interface InitOptions {
  readonly initTimeoutMs: number;
  /** The failure of a start that took longer. */
  readonly onTimeout: Failure;
  /** Gives the start up. */
  readonly signal: AbortSignal;
}

/** Lambda gives the function's process this long after SIGTERM, where an extension is registered. */
const runtimeShutdownMs = 300;
/** And everything together this long. */
const shutdownMs = 2000;

/**
 * Starts the adapter, then the handler once the adapter has registered, and resolves when both are
 * ready for the first invocation, or with the failure that kept them from it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export async function startEnvironment(
  config: FunctionConfig,
  { initTimeoutMs, onTimeout, signal }: InitOptions,
): Promise<ExecutionEnvironment | Failure> {
  const startedAt = performance.now();
  const invocations = createInvocationBroker();
  const ended = deferred<Failure>();
  const registered = deferred();
  const ready = deferred();
  let over = false;
  let frozen = false;

  const api = await startRuntimeApi({
    functionName: config.name,
    functionVersion: config.version,
    invocations,
    onProgress() {
      registered.resolve();
      if (api.isReady() && api.extensions.isReady()) ready.resolve();
    },
    onFailure: end,
  });
  const env = processEnvironment(config, api.address);
  const adapter = superviseProcess({
    ...{ command: config.adapter, args: [], env, cwd: config.cwd },
    onLine: (line) => config.log({ source: 'adapter', line }),
  });
  adapter.exited.then((exit) => end(extensionExit(exit)));
  let handler: SupervisedProcess | undefined;
  let stopped: Promise<void> | undefined;

  function end(failure: Failure): void {
    if (over) return;
    over = true;
    config.log({ source: 'platform', line: `${failure.errorType}: ${failure.reason}` });
    invocations.end(failure);
    ended.resolve(failure);
    stopped = stop();
  }

  // Other than a failure, a shutdown lets the invocations that run have their 300 ms.
  async function shutDown(): Promise<void> {
    over = true;
    ended.resolve(wasShutDown());
    await stop();
    invocations.end(wasShutDown());
  }

  async function stop(): Promise<void> {
    signalBoth('SIGCONT');
    handler?.signal('SIGTERM');
    await within(runtimeShutdownMs, handler?.exited);
    handler?.signal('SIGKILL');
    if (api.extensions.announceShutdown(Date.now() + shutdownMs - runtimeShutdownMs)) {
      await within(shutdownMs - runtimeShutdownMs, adapter.exited);
    }
    adapter.signal('SIGKILL');
    await Promise.all([handler?.closed, adapter.closed]);
    await api.close();
  }

  function signalBoth(name: NodeJS.Signals): void {
    adapter.signal(name);
    handler?.signal(name);
  }

  async function initialize(): Promise<Failure | undefined> {
    await registered.promise;
    if (over) return ended.promise;
    handler = superviseProcess({
      ...{ command: config.command, args: config.args, env, cwd: config.cwd },
      onLine: (line) => config.log({ source: 'handler', line }),
    });
    handler.exited.then((exit) => end(runtimeExit(exit)));
    await ready.promise;
    return undefined;
  }

  const timer = setTimeout(() => end(onTimeout), initTimeoutMs);
  const giveUp = () => end(wasShutDown());
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const failure = await Promise.race([ended.promise, initialize()]);
  signal.removeEventListener('abort', giveUp);
  clearTimeout(timer);
  if (failure) {
    await stopped;
    return failure;
  }
  return {
    invocations,
    initMs: performance.now() - startedAt,
    ended: ended.promise,
    hasEnded: () => over,
    reset: end,
    freeze() {
      frozen = true;
      signalBoth('SIGSTOP');
    },
    thaw() {
      if (frozen) signalBoth('SIGCONT');
      frozen = false;
    },
    async kill() {
      handler?.signal('SIGKILL');
      await ended.promise;
    },
    async shutDown() {
      stopped ??= shutDown();
      await stopped;
    },
  };
}

function within(milliseconds: number, promise: Promise<unknown> | undefined): Promise<void> {
  const { promise: settled, resolve } = deferred();
  const timer = setTimeout(resolve, milliseconds);
  (promise ?? Promise.resolve()).then(() => {
    clearTimeout(timer);
    resolve();
  });
  return settled;
}
