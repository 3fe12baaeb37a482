import { InvokeStore, InvokeStoreBase } from '@aws/lambda-invoke-store';
import type { Invocation } from './context-header.js';

/** Runs a function so that AWS SDK calls and Powertools inside it see this invocation's ids. */
export type RunInStore = <T>(invocation: Invocation, run: () => T) => T;

/**
 * Opens the process's invoke store, the one where AWS SDK calls and Powertools look up trace,
 * request and tenant id. The first to open it decides its kind: this one keeps invocations apart
 * that run at the same time.
 */
export async function openInvokeStore(): Promise<RunInStore> {
  const store = await InvokeStore.getInstanceAsync(true);
  const { REQUEST_ID, X_RAY_TRACE_ID, TENANT_ID } = InvokeStoreBase.PROTECTED_KEYS;
  return ({ requestId, traceId, tenantId }, run) =>
    store.run({ [REQUEST_ID]: requestId, [X_RAY_TRACE_ID]: traceId, [TENANT_ID]: tenantId }, run);
}
