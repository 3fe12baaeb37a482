import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FunctionError } from 'lwa-bridge/testing';
import { findAdapter } from '../../src/lambda-service/find-adapter.js';
import {
  type Sandbox,
  type SandboxLog,
  type SandboxOptions,
  startSandbox,
} from '../../src/lambda-service/sandbox.js';

/** The real adapter, if this machine has one. */
export const realAdapter = findAdapter();

/** The real adapter, else the fake that speaks its protocol. */
export const adapter = realAdapter ?? fixture('fake-adapter.mjs');

/** A handler of the fixtures, running. */
export interface Running extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** What one source has written until now. */
  lines(source: SandboxLog['source']): string[];
}

/** Starts a handler of the fixtures behind the adapter under test. */
export async function startFixture(
  name: string,
  { args = [], ...options }: Partial<SandboxOptions> = {},
): Promise<Running> {
  const logs: SandboxLog[] = [];
  const sandbox = await startSandbox({
    adapter,
    command: process.execPath,
    args: [fixture(name), ...args],
    onLog: (log) => logs.push(log),
    ...options,
  });
  return {
    sandbox,
    lines: (source) => logs.filter((log) => log.source === source).map(({ line }) => line),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

/** What `echo.mjs` replies. */
export interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  context: Record<string, unknown>;
  tenant: string;
  trace: string;
  env: Record<string, string>;
  pid: number;
  port: number;
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** The function error of an invocation; a success is an error here. */
export async function failure(invocation: Promise<unknown>): Promise<FunctionError> {
  const error = await invocation.then(
    (reply) => new Error(`succeeded with ${JSON.stringify(reply)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof FunctionError) return error;
  throw error;
}

/** Whether a process exists and has not ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // One that nobody has waited for still has its entry; only Linux shows the difference.
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'));
}
