import { type ExecutionEnvironment, startEnvironment } from './execution-environment.js';
import { type Failure, timedOut, wasShutDown } from './failures.js';
import type { FunctionConfig } from './function-config.js';

/** The execution environments of one function, one after the other. */
export interface Environments {
  readonly config: FunctionConfig;
  /**
   * The one that lives. Where it has ended, a new one is started, until the deadline (epoch ms);
   * resolves with the failure where that doesn't succeed.
   */
  current(deadline: number, timeoutMs: number): Promise<ExecutionEnvironment | Failure>;
  /** The one that lives, if there is one now. */
  live(): ExecutionEnvironment | undefined;
  /** How long the last start took that succeeded. */
  coldStartMs(): number | undefined;
  close(): Promise<void>;
}

/** Starts the first one, and resolves when that is over, well or not. */
export async function startEnvironments(config: FunctionConfig): Promise<Environments> {
  const closing = new AbortController();
  let last: ExecutionEnvironment | undefined;
  let latest = start(config.initTimeoutMs, timedOut(config.initTimeoutMs));
  await latest;

  async function start(
    initTimeoutMs: number,
    onTimeout: Failure,
  ): Promise<ExecutionEnvironment | Failure> {
    const { signal } = closing;
    const started = await startEnvironment(config, { initTimeoutMs, onTimeout, signal });
    if (!isFailure(started)) {
      last = started;
      config.onReady(started.initMs);
    }
    return started;
  }

  async function replace(
    before: ExecutionEnvironment | Failure,
    deadline: number,
    timeoutMs: number,
  ): Promise<ExecutionEnvironment | Failure> {
    // The port is free again only when the old handler is gone.
    if (!isFailure(before)) await before.shutDown();
    if (closing.signal.aborted) return wasShutDown();
    return start(deadline - Date.now(), timedOut(timeoutMs));
  }

  return {
    config,
    async current(deadline, timeoutMs) {
      const seen = latest;
      const environment = await seen;
      if (!isFailure(environment) && !environment.hasEnded()) return environment;
      if (latest === seen) latest = replace(environment, deadline, timeoutMs);
      return latest;
    },
    live: () => (last?.hasEnded() ? undefined : last),
    coldStartMs: () => last?.initMs,
    async close() {
      closing.abort();
      const environment = await latest;
      if (!isFailure(environment)) await environment.shutDown();
    },
  };
}

/** Tells a start that failed from one that succeeded. */
export function isFailure(start: ExecutionEnvironment | Failure): start is Failure {
  return 'errorType' in start;
}
