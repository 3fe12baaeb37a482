import { fileURLToPath } from 'node:url';
import type { InvokeOptions } from 'lwa-bridge/testing';

/**
 * Something that stands for Lambda and the adapter. The conformance suite runs on each, and each must
 * show the same.
 */
export interface Lambda {
  name: string;
  /** The adapter that it has, or behaves like. */
  version: '0.9' | '1.0';
  isStandIn: boolean;
  start(program: Program): Promise<RunningLambda>;
}

/** A handler program, and the function around it. */
export interface Program {
  /** From the folder `test`. */
  file: string;
  args?: string[];
  /** Options of Node itself. */
  nodeArgs?: string[];
  env?: Record<string, string>;
  timeoutMs?: number;
  memoryMb?: number;
  name?: string;
  /** Invocations at once; above 1 it is a Lambda Managed Instance. */
  concurrency?: number;
}

/** A function that runs. */
export interface RunningLambda extends AsyncDisposable {
  /** Where the handler itself listens. */
  url: string;
  /** Resolves with the reply, or rejects with a `FunctionError`. Bytes are sent as they are. */
  invoke(event: unknown, options?: InvokeOptions): Promise<unknown>;
  /** What the handler has written until now. */
  lines(): string[];
}

/** The command that runs a fixture. */
export function commandOf({ file, args = [], nodeArgs = [] }: Program): [string, ...string[]] {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  return [process.execPath, ...nodeArgs, path, ...args];
}
