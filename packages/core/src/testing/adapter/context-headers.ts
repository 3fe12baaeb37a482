import type { InvokeOptions } from '../invoke.js';
import { adapterCrash } from './adapter-errors.js';
import { toClientContext, toFunctionArn, toIdentity } from './caller-context.js';

/** What is known of one invocation. */
export interface SentContext {
  requestId: string;
  timeoutMs: number;
  /** Epoch milliseconds. */
  deadline: number;
  /** By which the adapter tells the handler. */
  headers: Record<string, string>;
}

/**
 * The context of an invocation, as the adapter tells a handler of it.
 *
 * @throws FunctionError where the adapter can't read what the caller sent
 */
export function contextHeaders(options: InvokeOptions): SentContext {
  const { timeoutMs = 30_000, functionName = 'local', tenantId } = options;
  const deadline = Date.now() + timeoutMs;
  const traceId = options.traceId ?? newTraceId();
  const requestId = options.requestId ?? crypto.randomUUID();
  const context = {
    request_id: requestId,
    deadline,
    xray_trace_id: traceId,
    ...callerContext(options, requestId),
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
    requestId,
    timeoutMs,
    deadline,
    headers: {
      'x-amzn-lambda-context': asHeader(JSON.stringify(context)),
      'x-amzn-trace-id': asHeader(traceId),
      ...(tenantId !== undefined && { 'x-amz-tenant-id': asHeader(tenantId) }),
    },
  };
}

/** A header's value from UTF-8, which Node writes byte by byte as latin1. */
export function asHeader(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function callerContext(options: InvokeOptions, requestId: string): object {
  const { clientContext, identity, functionName = 'local' } = options;
  const { functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${functionName}` } =
    options;
  try {
    return {
      invoked_function_arn: toFunctionArn(functionArn),
      client_context: clientContext ? toClientContext(clientContext) : null,
      identity: identity ? toIdentity(identity) : null,
    };
  } catch (error) {
    throw adapterCrash(requestId, (error as Error).message);
  }
}

function newTraceId(): string {
  const hex = crypto.randomUUID().replaceAll('-', '');
  const epoch = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${epoch}-${hex.slice(0, 24)};Parent=${hex.slice(0, 16)};Sampled=1`;
}
