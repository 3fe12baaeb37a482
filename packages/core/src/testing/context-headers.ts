import type { InvokeOptions } from './invoke.js';

/** The headers by which the adapter tells a handler of its invocation, and the deadline in them. */
export function contextHeaders(options: InvokeOptions): {
  headers: Record<string, string>;
  deadline: number;
} {
  const { timeoutMs = 30_000, functionName = 'local', tenantId, identity, clientContext } = options;
  const deadline = Date.now() + timeoutMs;
  const traceId = options.traceId ?? newTraceId();
  const context = {
    request_id: options.requestId ?? crypto.randomUUID(),
    deadline,
    invoked_function_arn:
      options.functionArn ?? `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    xray_trace_id: traceId,
    client_context: clientContext
      ? { client: {}, custom: {}, environment: {}, ...clientContext }
      : null,
    identity: identity
      ? {
          identityId: identity.cognitoIdentityId,
          identityPoolId: identity.cognitoIdentityPoolId,
        }
      : null,
    tenant_id: tenantId ?? null,
    env_config: {
      function_name: functionName,
      memory: options.memoryMb ?? 128,
      version: options.functionVersion ?? '$LATEST',
      log_stream: 'local',
      log_group: `/aws/lambda/${functionName}`,
    },
  };
  return {
    deadline,
    headers: {
      'x-amzn-lambda-context': asHeader(context),
      'x-amzn-trace-id': traceId,
      ...(tenantId !== undefined && { 'x-amz-tenant-id': asHeader(tenantId, String) }),
    },
  };
}

/** A header's value from UTF-8, which Node writes byte by byte as latin1. */
export function asHeader(
  value: unknown,
  write: (value: unknown) => string = JSON.stringify,
): string {
  return Buffer.from(write(value)).toString('latin1');
}

function newTraceId(): string {
  const hex = crypto.randomUUID().replaceAll('-', '');
  const epoch = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${epoch}-${hex.slice(0, 24)};Parent=${hex.slice(0, 16)};Sampled=1`;
}
