import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FunctionError, type InvokeOptions, invoke } from 'lwa-bridge/testing';
import { availablePort } from '../lambda-service/available-port.js';
import { type Failure, messageOf, runtimeExit, wasShutDown } from '../lambda-service/failures.js';
import { createSlots } from '../lambda-service/slots.js';
import { type HandlerProcess, startHandlerProcess } from './handler-process.js';
import type { HandlerProgram } from './handler-program.js';
import type { LambdaFunction } from './lambda-function.js';

/** Options of {@link startFunctionProcess}. */
export interface FunctionProcessOptions extends HandlerProgram {
  /** How long an invocation may take, in milliseconds; then the process is ended. @default 30_000 */
  timeoutMs?: number | undefined;
  /** Told to the function in its ARN. @default 'us-east-1' */
  region?: string | undefined;
}

/**
 * Runs a handler as a child process, with the adapter's stand-in in front. It takes one invocation at
 * a time, or `AWS_LAMBDA_MAX_CONCURRENCY` where the function has it; the others wait.
 *
 * A process that ends, or is ended after a timeout, fails its running invocations; the next one starts
 * a new process.
 *
 * @throws LwaBridgeError `ERR_FUNCTION_START` where the first process does not get ready.
 */
export async function startFunctionProcess(
  options: FunctionProcessOptions,
): Promise<LambdaFunction> {
  const { name, env = {}, timeoutMs = 30_000, memoryMb = 128, region = 'us-east-1' } = options;
  const port = await availablePort();
  const url = `http://127.0.0.1:${port}`;
  const capacity = Number(env.AWS_LAMBDA_MAX_CONCURRENCY) || 1;
  const slots = createSlots(capacity);
  const closing = new AbortController();
  const { signal } = closing;

  let latest = startHandlerProcess(options, { port, signal });
  await latest;

  const running = async (): Promise<HandlerProcess> => {
    const seen = latest;
    const handler = await seen.catch(() => undefined);
    if (handler?.isRunning()) return handler;
    await handler?.stop();
    if (latest === seen) latest = startHandlerProcess(options, { port, signal, restarted: true });
    return latest;
  };

  const invokeOnce = async (event: unknown, own: InvokeOptions): Promise<unknown> => {
    const { requestId = randomUUID() } = own;
    const failed = (failure: Failure, cause?: unknown): FunctionError =>
      new FunctionError({
        errorType: failure.errorType,
        errorMessage: messageOf(failure, requestId),
        cause,
      });
    if (signal.aborted) throw failed(wasShutDown());
    const handler = await running().catch((cause: Error) => {
      throw failed({ errorType: 'Runtime.ExitError', reason: cause.message }, cause);
    });
    try {
      return await invoke({ url }, event, {
        timeoutMs,
        memoryMb,
        functionName: name,
        functionArn: `arn:aws:lambda:${region}:000000000000:function:${name}`,
        errorStatusCodes: env.AWS_LWA_ERROR_STATUS_CODES ?? '',
        passThroughPath: env.AWS_LWA_PASS_THROUGH_PATH ?? '/events',
        invokeMode: env.AWS_LWA_INVOKE_MODE ?? 'buffered',
        ...own,
        requestId,
      });
    } catch (error) {
      if (signal.aborted) throw failed(wasShutDown(), error);
      if (error instanceof FunctionError && error.errorType === 'Sandbox.Timedout') {
        // Where invocations share the process, as on Managed Instances, the others go on.
        if (capacity === 1) await handler.stop();
        throw error;
      }
      if (!isBrokenConnection(error)) throw error;
      // The adapter sees it a moment before the process is seen to have ended.
      const exit = await Promise.race([handler.died, sleep(100, undefined, { ref: false })]);
      throw exit ? failed(runtimeExit(exit), error) : error;
    }
  };

  return {
    name,
    url,
    invoke: (event, own = {}) => slots.use(() => invokeOnce(event, own)),
    async close() {
      closing.abort();
      const handler = await latest.catch(() => undefined);
      await handler?.stop();
    },
  };
}

function isBrokenConnection(error: unknown): boolean {
  return (
    error instanceof FunctionError && /^(client error|Lambda panicked)\b/.test(error.errorMessage)
  );
}
