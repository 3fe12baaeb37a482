import type { OnLocalEvent } from '../local-event.js';

/** What to run: a program that serves HTTP, as the image's CMD does. */
export interface HandlerProgram {
  /** The function's name. */
  name: string;
  /** The program and its arguments. */
  command: readonly [string, ...string[]];
  /** @default the current folder */
  cwd?: string | undefined;
  /**
   * The function's variables. Of this process's own only `PATH`, `HOME`, `TMPDIR` and `LANG` go in.
   * The adapter's settings are read from here, as from the function's configuration:
   * `AWS_LWA_ERROR_STATUS_CODES`, `AWS_LWA_PASS_THROUGH_PATH`, `AWS_LWA_READINESS_CHECK_PATH`.
   */
  env?: Readonly<Record<string, string>> | undefined;
  /** Only told to the function, not enforced. @default 128 */
  memoryMb?: number | undefined;
  /** How long the process may take until it is ready, in milliseconds. @default 10_000 */
  readyTimeoutMs?: number | undefined;
  onEvent?: OnLocalEvent | undefined;
}

// What a process needs to run at all. Nothing else of this shell goes in: a variable set here and
// not in Lambda would make a handler work here only.
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

/** The environment of a function's process, as Lambda sets it. */
export function handlerEnvironment(program: HandlerProgram, port: number): NodeJS.ProcessEnv {
  const { name, env, memoryMb = 128 } = program;
  return {
    ...Object.fromEntries(inherited.map((key) => [key, process.env[key]])),
    TZ: ':UTC',
    ...env,
    // Reserved by Lambda, so they go before the function's own.
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    // The adapter and the handler must agree; a handler may know either name.
    AWS_LWA_PORT: String(port),
    PORT: String(port),
  };
}
