import { onTestFinished } from 'vitest';
import type { Failure } from '../../src/lambda-service/failures.js';
import type { Invocation } from '../../src/lambda-service/invocation.js';
import { createInvocationBroker } from '../../src/lambda-service/invocation-broker.js';
import { startRuntimeApi } from '../../src/lambda-service/runtime-api.js';

/** The two APIs until the end of the test, and how to call them. */
export async function startApi() {
  const invocations = createInvocationBroker();
  const failures: Failure[] = [];
  const api = await startRuntimeApi({
    functionName: 'worker',
    functionVersion: '7',
    invocations,
    onProgress() {},
    onFailure: (failure) => failures.push(failure),
  });
  onTestFinished(api.close);
  const runtime = `http://${api.address}/2018-06-01/runtime`;
  const extension = `http://${api.address}/2020-01-01/extension`;
  const next = () => fetch(`${runtime}/invocation/next`);
  const post = (url: string, body = '', headers = {}) =>
    fetch(url, { method: 'POST', body, headers });
  return { api, invocations, failures, runtime, extension, next, post };
}

/** An invocation with sensible values. */
export const invocation = (fields: Partial<Invocation> = {}): Invocation => ({
  requestId: 'the-request',
  payload: Buffer.from('{"a": "ü"}'),
  deadline: 1_700_000_000_000,
  functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:worker',
  traceId: 'Root=1-2-3',
  clientContext: undefined,
  identity: undefined,
  tenantId: undefined,
  ...fields,
});
