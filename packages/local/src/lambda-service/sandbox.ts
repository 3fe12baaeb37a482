import { LwaBridgeError } from 'lwa-bridge';
import type { InvokeOptions } from 'lwa-bridge/testing';
import type { LambdaFunction } from '../adapter/lambda-function.js';
import { startEnvironments } from './environments.js';
import { readFunctionConfig } from './function-config.js';
import { createInvocation, type InvocationResult } from './invocation.js';
import { encodeEvent, readResult, refuseLargeEvent } from './payloads.js';
import { runInvocation } from './run-invocation.js';
import { createSlots } from './slots.js';

/** One line of output. */
export interface SandboxLog {
  /** Who wrote it: one of the two processes, or the stand-in for Lambda itself. */
  source: 'handler' | 'adapter' | 'platform';
  line: string;
}

/** Options of {@link startSandbox}. */
export interface SandboxOptions {
  /** The program that runs the handler, as in the image's CMD. */
  command: string;
  args?: readonly string[];
  /** Variables of the function. Of this process's own only `PATH`, `HOME`, `TMPDIR` and `LANG` go in. */
  env?: NodeJS.ProcessEnv;
  /** @default the current folder */
  cwd?: string | undefined;
  /** The adapter's binary. @default `LAMBDA_ADAPTER`, then `lambda-adapter` on the PATH */
  adapter?: string;
  /** The function's name. @default 'local' */
  name?: string;
  /** @default '$LATEST' */
  version?: string;
  /** The function's timeout in milliseconds. @default 30_000 */
  timeoutMs?: number | undefined;
  /** Only told to the function, not enforced. @default 128 */
  memoryMb?: number | undefined;
  /**
   * Invocations at once in the one environment. Above 1 it is a Lambda Managed Instance:
   * `AWS_LAMBDA_MAX_CONCURRENCY` is set, and a timeout ends the invocation, not the environment.
   * @default 1
   */
  concurrency?: number;
  /**
   * How long the first start may take, in milliseconds. A later one takes of its invocation's time.
   * @default 10_000; on a Managed Instance 130_000 or the timeout, whichever is longer
   */
  initTimeoutMs?: number | undefined;
  /** Called each time an execution environment is ready, with its cold start in milliseconds. */
  onReady?: (coldStartMs: number) => void;
  /** Gets every line that the adapter and the handler write. @default nobody */
  onLog?: (log: SandboxLog) => void;
}

/** A function behind the real adapter; see {@link startSandbox}. */
export interface Sandbox extends LambdaFunction {
  /**
   * How long the last start took, in milliseconds: from the start of the first process until the
   * adapter asked for its first invocation. `undefined` as long as none succeeded.
   */
  readonly coldStartMs: number | undefined;
  /** Invokes with the bytes of an event, and resolves with the bytes of the reply or error. */
  invokePayload(payload: Uint8Array, options?: InvokeOptions): Promise<InvocationResult>;
  /** Stops both processes in their tracks, as Lambda does between invocations. */
  freeze(): void;
  /** Lets them go on. `invoke` does it by itself. */
  thaw(): void;
  /** Kills the handler with SIGKILL. The next invocation starts a new environment. */
  kill(): Promise<void>;
}

/**
 * Runs a handler behind the real Lambda Web Adapter, as Lambda does: the Runtime API and the
 * Extensions API, one execution environment at a time, which a timeout or a crash ends and the next
 * invocation replaces.
 *
 * Resolves when the first start is over. One that failed is not an error here but, as in Lambda,
 * tried again by the next invocation; `onLog` tells.
 *
 * @throws LwaBridgeError `ERR_ADAPTER_NOT_FOUND` without a binary.
 *
 * @example
 * ```ts
 * import { startSandbox } from 'lwa-bridge-local';
 *
 * const sandbox = await startSandbox({ command: 'node', args: ['dist/handler.js'] });
 * console.log(await sandbox.invoke({ action: 'echo' }), sandbox.coldStartMs);
 * await sandbox.close();
 * ```
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const config = await readFunctionConfig(options);
  const slots = createSlots(config.concurrency);
  const environments = await startEnvironments(config);
  let closed = false;

  async function invokePayload(
    payload: Uint8Array,
    invokeOptions: InvokeOptions = {},
  ): Promise<InvocationResult> {
    refuseFixedOptions(invokeOptions);
    refuseLargeEvent(payload);
    return slots.use(() => {
      if (closed) {
        throw new LwaBridgeError('ERR_SHUTTING_DOWN', `the function ${config.name} is closed`);
      }
      const { timeoutMs = config.timeoutMs } = invokeOptions;
      const invocation = createInvocation(payload, { ...invokeOptions, timeoutMs }, config);
      return runInvocation(invocation, timeoutMs, environments);
    });
  }

  return {
    name: config.name,
    url: `http://127.0.0.1:${config.port}`,
    get coldStartMs() {
      return environments.coldStartMs();
    },
    invoke: async (event, invokeOptions) =>
      readResult(await invokePayload(encodeEvent(event), invokeOptions)),
    invokePayload,
    freeze: () => environments.live()?.freeze(),
    thaw: () => environments.live()?.thaw(),
    kill: async () => environments.live()?.kill(),
    async close() {
      closed = true;
      await environments.close();
    },
  };
}

// These are of the function, not of one invocation: taking no notice would mislead.
function refuseFixedOptions(options: InvokeOptions): void {
  const fixed = [
    'functionName',
    'functionVersion',
    'memoryMb',
    'errorStatusCodes',
    'passThroughPath',
  ] as const;
  const given = fixed.filter((key) => options[key] !== undefined);
  if (given.length === 0) return;
  throw new LwaBridgeError(
    'ERR_SETTINGS',
    `${given.join(', ')} cannot be set for one invocation of a sandbox: give it to startSandbox (the adapter's settings in env)`,
  );
}
