import { randomBytes } from 'node:crypto';
import type { FunctionConfig } from './function-config.js';

// What a process needs to run at all. Nothing else of this shell goes in: a variable set here and
// not in Lambda would make a handler work here only.
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

/** The environment variables of both processes, for one execution environment. */
export function processEnvironment(config: FunctionConfig, runtimeApi: string): NodeJS.ProcessEnv {
  const { name, version, region, managed } = config;
  return {
    ...Object.fromEntries(inherited.map((key) => [key, process.env[key]])),
    TZ: ':UTC',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...config.env,
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: reserved, so they
    // go before the function's own.
    AWS_REGION: region,
    AWS_DEFAULT_REGION: config.env.AWS_DEFAULT_REGION ?? region,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: newLogStream(version),
    AWS_LAMBDA_INITIALIZATION_TYPE: managed ? 'lambda-managed-instances' : 'on-demand',
    ...(managed && { AWS_LAMBDA_MAX_CONCURRENCY: String(config.concurrency) }),
    // The adapter and the handler must agree; a handler may know either name.
    AWS_LWA_PORT: config.port,
    PORT: config.port,
  };
}

function newLogStream(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${randomBytes(16).toString('hex')}`;
}
