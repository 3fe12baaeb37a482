import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { findAdapter } from '../../src/lambda-service/find-adapter.js';
import { startSandbox } from '../../src/lambda-service/sandbox.js';

/** A binary of the adapter. */
export interface AdapterBinary {
  path: string;
  /** What it behaves like; it tells no version. */
  version: '0.9' | '1.0';
}

declare module 'vitest' {
  interface ProvidedContext {
    adapter: AdapterBinary | undefined;
  }
}

/** Says once which adapter the conformance suite runs on, besides the stand-in. */
export default async function announceAdapter({ provide }: TestProject): Promise<void> {
  const path = findAdapter();
  const adapter: AdapterBinary | undefined =
    path === undefined ? undefined : { path, version: await versionOf(path) };
  provide('adapter', adapter);
  console.log(
    adapter
      ? `conformance: on the stand-in and on ${adapter.path}, which behaves like ${adapter.version}`
      : 'conformance: on the stand-in only; LAMBDA_ADAPTER names no lambda-adapter, and none is on the PATH (scripts/build-adapters.sh builds them)',
  );
}

// 1.0 tells a handler of a tenant.
async function versionOf(adapter: string): Promise<AdapterBinary['version']> {
  const echo = fileURLToPath(new URL('../lambda-service/fixtures/echo.mjs', import.meta.url));
  const sandbox = await startSandbox({ adapter, command: process.execPath, args: [echo] });
  try {
    const { context } = (await sandbox.invoke({})) as { context: object };
    return 'tenant_id' in context ? '1.0' : '0.9';
  } finally {
    await sandbox.close();
  }
}
