import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { throughAdapter } from '../../../core/src/testing/adapter/through-adapter.js';
import { startFunctionProcess } from '../../src/adapter/function-process.js';
import type { LambdaFunction } from '../../src/adapter/lambda-function.js';
import { readResult } from '../../src/lambda-service/payloads.js';
import { startSandbox } from '../../src/lambda-service/sandbox.js';

const adapter = inject('adapter');

/**
 * Whether the adapter is like 1.0, as its stand-in is: it tells the handler of a tenant, and sends
 * several events at once to a Managed Instance.
 */
export const isVersion1 = adapter?.version !== '0.9';

/** The configuration of a function, as Lambda has it. */
export interface FunctionOptions {
  name?: string;
  version?: string;
  memoryMb?: number;
  timeoutMs?: number;
  /** Invocations at once; above 1 it is a Lambda Managed Instance. */
  concurrency?: number;
  env?: Record<string, string>;
}

/** A handler in a process of its own, with an adapter in front. */
export interface FunctionUnderTest extends AsyncDisposable {
  invoke: LambdaFunction['invoke'];
  /** Invokes it with the event of this JSON, byte for byte; one at a time. */
  invokeJson(json: string): Promise<unknown>;
  /** What the handler has written until now. */
  lines(): string[];
}

/**
 * Starts a handler file behind the real adapter, where this machine has one, else behind its
 * stand-in.
 */
export async function startFunction(
  file: URL,
  options: FunctionOptions = {},
): Promise<FunctionUnderTest> {
  const written: string[] = [];
  const start = adapter ? startBehindAdapter : startBehindStandIn;
  const { close, ...invokers } = await start(fileURLToPath(file), options, (line) => {
    written.push(line);
  });
  return { ...invokers, lines: () => [...written], [Symbol.asyncDispose]: close };
}

type Start = (
  path: string,
  options: FunctionOptions,
  onLine: (line: string) => void,
) => Promise<Pick<FunctionUnderTest, 'invoke' | 'invokeJson'> & Pick<LambdaFunction, 'close'>>;

const startBehindAdapter: Start = async (path, { env, ...options }, onLine) => {
  const { invoke, invokePayload, close } = await startSandbox({
    ...options,
    ...(adapter && { adapter: adapter.path }),
    command: process.execPath,
    args: [path],
    env: { ...failOn500, ...env },
    onLog: ({ source, line }) => source === 'handler' && onLine(line),
  });
  const invokeJson = async (json: string) => readResult(await invokePayload(Buffer.from(json)));
  return { invoke, invokeJson, close };
};

const startBehindStandIn: Start = async (path, options, onLine) => {
  const { version, env, concurrency = 1, name = 'local', ...rest } = options;
  const managed = concurrency > 1 && { AWS_LAMBDA_MAX_CONCURRENCY: String(concurrency) };
  const { invoke, url, close } = await startFunctionProcess({
    ...rest,
    name,
    command: [process.execPath, path],
    env: { AWS_REGION: 'us-east-1', ...failOn500, ...env, ...managed },
    onEvent: (event) => event.type === 'function-log' && onLine(event.line),
  });
  return {
    invoke: (event, own) => invoke(event, { ...(version && { functionVersion: version }), ...own }),
    invokeJson: (json) => throughAdapter(url, Buffer.from(json), { errorStatusCodes: '500-599' }),
    close,
  };
};

const failOn500 = { AWS_LWA_ERROR_STATUS_CODES: '500-599' };
