import { availablePort } from './available-port.js';
import { requireAdapter } from './find-adapter.js';
import type { SandboxOptions } from './sandbox.js';

/** A function as Lambda would have it configured: the options with everything filled in. */
export interface FunctionConfig {
  readonly adapter: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly name: string;
  readonly version: string;
  readonly arn: string;
  readonly region: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly initTimeoutMs: number;
  readonly concurrency: number;
  /** A Lambda Managed Instance: several invocations at once. */
  readonly managed: boolean;
  /** Where the handler listens. */
  readonly port: string;
  readonly log: NonNullable<SandboxOptions['onLog']>;
  readonly onReady: NonNullable<SandboxOptions['onReady']>;
}

/** Fills in what the options leave out. */
export async function readFunctionConfig(options: SandboxOptions): Promise<FunctionConfig> {
  const { env = {}, name = 'local', version = '$LATEST' } = options;
  const { timeoutMs = 30_000, concurrency = 1 } = options;
  const managed = concurrency > 1;
  const region = env.AWS_REGION ?? process.env.AWS_REGION ?? 'us-east-1';
  return {
    adapter: requireAdapter(options.adapter),
    command: options.command,
    args: options.args ?? [],
    cwd: options.cwd ?? process.cwd(),
    env,
    name,
    version,
    arn: `arn:aws:lambda:${region}:000000000000:function:${name}`,
    region,
    memoryMb: options.memoryMb ?? 128,
    timeoutMs,
    initTimeoutMs: options.initTimeoutMs ?? (managed ? Math.max(130_000, timeoutMs) : 10_000),
    concurrency,
    managed,
    port: env.AWS_LWA_PORT ?? env.PORT ?? String(await availablePort()),
    log: options.onLog ?? (() => {}),
    onReady: options.onReady ?? (() => {}),
  };
}
