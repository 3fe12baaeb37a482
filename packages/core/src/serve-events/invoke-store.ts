import { InvokeStore, InvokeStoreBase } from '@aws/lambda-invoke-store';
import type { Invocation } from './context-header.js';

/** Runs a function so that AWS SDK calls and Powertools inside it see this invocation's ids. */
export type RunInStore = <T>(invocation: Invocation, run: () => T) => T;

/**
 * Opens the process's invoke store, the one where AWS SDK calls and Powertools look up trace,
 * request and tenant id. The first to open it decides its kind: one that keeps invocations apart
 * that run at the same time, except where Lambda sends one at a time, and its own runtime opens the simple
 * one, too.
 */
export async function openInvokeStore(env: NodeJS.ProcessEnv): Promise<RunInStore> {
  const oneAtATime =
    env.AWS_LAMBDA_RUNTIME_API !== undefined && env.AWS_LAMBDA_MAX_CONCURRENCY === undefined;
  const store = await InvokeStore.getInstanceAsync(!oneAtATime);
  const { REQUEST_ID, X_RAY_TRACE_ID, TENANT_ID } = InvokeStoreBase.PROTECTED_KEYS;
  return ({ requestId, traceId, tenantId }, run) =>
    store.run({ [REQUEST_ID]: requestId, [X_RAY_TRACE_ID]: traceId, [TENANT_ID]: tenantId }, run);
}
