import { type Environments, isFailure } from './environments.js';
import type { ExecutionEnvironment } from './execution-environment.js';
import { failureResult, timedOut } from './failures.js';
import type { Invocation, InvocationResult } from './invocation.js';

/** Runs an invocation to its answer or its deadline, in the environment that lives or a new one. */
export async function runInvocation(
  invocation: Invocation,
  timeoutMs: number,
  environments: Environments,
): Promise<InvocationResult> {
  const { requestId, deadline } = invocation;
  const first = await environments.current(deadline, timeoutMs);
  if (isFailure(first)) return failureResult(first, requestId);
  const result = await runIn(first, invocation, timeoutMs, environments.config.managed);
  if (result) return result;

  // The environment ended before its runtime had taken the invocation, which nobody has seen yet.
  const second = await environments.current(deadline, timeoutMs);
  if (isFailure(second)) return failureResult(second, requestId);
  const again = await runIn(second, invocation, timeoutMs, environments.config.managed);
  return again ?? failureResult(await second.ended, requestId);
}

async function runIn(
  environment: ExecutionEnvironment,
  invocation: Invocation,
  timeoutMs: number,
  managed: boolean,
): Promise<InvocationResult | undefined> {
  const { requestId, deadline } = invocation;
  const timer = setTimeout(() => {
    const failure = timedOut(timeoutMs);
    environment.invocations.settle(requestId, failureResult(failure, requestId));
    // On a Managed Instance others run beside it: Lambda lets the environment live.
    if (!managed) environment.reset(failure);
  }, deadline - Date.now());
  environment.thaw();
  try {
    return await environment.invocations.run(invocation);
  } finally {
    clearTimeout(timer);
  }
}
