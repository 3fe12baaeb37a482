import type { IncomingHttpHeaders } from 'node:http';
import { LwaBridgeError } from '../errors.js';
import type { ClientContext, CognitoIdentity } from './event-context.js';

/** One invocation in plain data: what Lambda says of it, however it reached this process. */
export interface Invocation {
  readonly requestId: string;
  /** Epoch milliseconds; `undefined` outside Lambda. */
  readonly deadline: number | undefined;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly functionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly identity: CognitoIdentity | undefined;
  readonly clientContext: ClientContext | undefined;
  readonly tenantId: string | undefined;
  readonly traceId: string | undefined;
}

/**
 * Reads the adapter's headers; what they leave out comes from the environment, or is a
 * sensible value for a laptop.
 *
 * @throws LwaBridgeError `ERR_CONTEXT_HEADER` when the context header is there but can't be read.
 */
export function readContextHeader(
  headers: IncomingHttpHeaders,
  env: NodeJS.ProcessEnv,
): Invocation {
  const header = headers['x-amzn-lambda-context'];
  const sent = header === undefined ? {} : parseContext(String(header));
  const config = record(sent.env_config);
  const functionName = text(config.function_name) ?? env.AWS_LAMBDA_FUNCTION_NAME ?? 'local';
  return {
    requestId: text(sent.request_id) ?? crypto.randomUUID(),
    deadline: typeof sent.deadline === 'number' ? sent.deadline : undefined,
    functionName,
    functionVersion: text(config.version) ?? env.AWS_LAMBDA_FUNCTION_VERSION ?? '$LATEST',
    functionArn: text(sent.invoked_function_arn) ?? localArn(functionName, env),
    memoryLimitInMB: String(config.memory ?? env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 128),
    logGroupName:
      text(config.log_group) ?? env.AWS_LAMBDA_LOG_GROUP_NAME ?? `/aws/lambda/${functionName}`,
    logStreamName: text(config.log_stream) ?? env.AWS_LAMBDA_LOG_STREAM_NAME ?? 'local',
    identity: readIdentity(sent.identity),
    clientContext: readClientContext(sent.client_context),
    tenantId: text(sent.tenant_id) ?? headerText(headers['x-amz-tenant-id']),
    traceId: text(sent.xray_trace_id) ?? headerText(headers['x-amzn-trace-id']),
  };
}

type Fields = Record<string, unknown>;

function parseContext(header: string): Fields {
  let sent: unknown;
  try {
    sent = JSON.parse(decodeUtf8(header));
  } catch (cause) {
    throw unreadable('it is not JSON', { cause });
  }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    throw unreadable('it is not an object');
  }
  const { request_id: requestId, deadline } = sent as Fields;
  if (!text(requestId)) throw unreadable('request_id is no text');
  // Without a deadline nothing would stop the work before Lambda does.
  if (!Number.isSafeInteger(deadline)) throw unreadable('deadline is no number of milliseconds');
  return sent as Fields;
}

// Node gives a header's bytes as latin1; the adapter wrote UTF-8.
function decodeUtf8(header: string): string {
  const isAscii = Buffer.byteLength(header) === header.length;
  return isAscii ? header : Buffer.from(header, 'latin1').toString('utf8');
}

function unreadable(reason: string, options?: ErrorOptions): LwaBridgeError {
  const message = `the header x-amzn-lambda-context cannot be read: ${reason}`;
  return new LwaBridgeError('ERR_CONTEXT_HEADER', message, options);
}

function readIdentity(sent: unknown): CognitoIdentity | undefined {
  const { identityId, identityPoolId } = record(sent);
  if (!text(identityId) && !text(identityPoolId)) return undefined;
  return {
    cognitoIdentityId: text(identityId) ?? '',
    cognitoIdentityPoolId: text(identityPoolId) ?? '',
  };
}

// The adapter calls `environment` what Lambda's own runtimes call `env`.
function readClientContext(sent: unknown): ClientContext | undefined {
  if (typeof sent !== 'object' || sent === null) return undefined;
  const { environment, ...rest } = sent as Fields;
  return { ...rest, env: environment ?? {} } as ClientContext;
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function headerText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? text(decodeUtf8(value)) : undefined;
}

function localArn(functionName: string, env: NodeJS.ProcessEnv): string {
  return `arn:aws:lambda:${env.AWS_REGION ?? 'us-east-1'}:000000000000:function:${functionName}`;
}
