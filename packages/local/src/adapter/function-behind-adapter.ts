import { availablePort } from '../lambda-service/available-port.js';
import { type SandboxLog, startSandbox } from '../lambda-service/sandbox.js';
import type { FunctionProcessOptions } from './function-process.js';
import { startError } from './handler-process.js';
import type { LambdaFunction } from './lambda-function.js';

/** Options of {@link startFunctionBehindAdapter}. */
export interface FunctionBehindAdapterOptions extends FunctionProcessOptions {
  /** The adapter's binary. */
  adapter: string;
}

const keptLines = 20;

/**
 * Runs a handler as a child process with the real adapter in front: `startFunctionProcess` without
 * the stand-in.
 *
 * @throws LwaBridgeError `ERR_FUNCTION_START` where the first process does not get ready.
 */
export async function startFunctionBehindAdapter(
  options: FunctionBehindAdapterOptions,
): Promise<LambdaFunction> {
  const { name, adapter, cwd, env = {}, region, onEvent } = options;
  const { timeoutMs, memoryMb, readyTimeoutMs: initTimeoutMs } = options;
  const [command, ...args] = options.command;
  const port = await availablePort();
  const url = `http://127.0.0.1:${port}`;
  const lastLines: string[] = [];
  let starts = 0;

  const sandbox = await startSandbox({
    ...{ adapter, name, command, args, cwd, timeoutMs, memoryMb, initTimeoutMs },
    concurrency: Number(env.AWS_LAMBDA_MAX_CONCURRENCY) || 1,
    env: { ...(region && { AWS_REGION: region }), ...env, AWS_LWA_PORT: String(port) },
    onReady(coldStartMs) {
      starts += 1;
      const ms = Math.round(coldStartMs);
      onEvent?.({ type: 'function-ready', function: name, url, ms, restarted: starts > 1 });
    },
    onLog(log) {
      if (lastLines.push(log.line) > keptLines) lastLines.shift();
      tell(log);
    },
  });

  function tell({ source, line }: SandboxLog): void {
    if (source !== 'platform') {
      onEvent?.({ type: 'function-log', function: name, line });
      return;
    }
    const [, errorType = '', reason = line] = /^([\w.]+): (.*)$/.exec(line) ?? [];
    // A timeout is the failure of its invocation; whoever ended there was asked to.
    if (starts === 0 || errorType === 'Sandbox.Timedout') return;
    onEvent?.({ type: 'function-exited', function: name, reason });
  }

  if (starts === 0) {
    await sandbox.close();
    throw startError(name, 'did not get ready', lastLines);
  }
  return { name, url, invoke: sandbox.invoke, close: sandbox.close };
}
