import { LwaBridgeError } from '../errors.js';
import { type OptionNames, refuseUnknownOptions } from '../refuse-unknown-options.js';
import { isUrl, toAdapterPath } from './adapter-path.js';
import { parseStatusCodes, refuseUnsafeAdapter } from './adapter-settings.js';
import { jsonLogger, type Logger, unfailingLogger } from './log.js';

/** What the server does when it shuts down: a function, awaited. */
export type ShutdownHook = () => unknown;

/** Options of {@link serveEvents}. An option goes before the environment. */
export interface ServeEventsOptions {
  /**
   * The port to listen on; 0 takes a free one.
   * @default `AWS_LWA_PORT`, then `PORT`, then 8080: the adapter's own rule
   */
  port?: number;
  /** The address to listen on. @default '0.0.0.0' */
  hostname?: string;
  /** POST on this path is an event. @default `AWS_LWA_PASS_THROUGH_PATH`, then '/events' */
  passThroughPath?: string;
  /** GET on this path answers 200. @default `AWS_LWA_READINESS_CHECK_PATH`, then '/' */
  readinessPath?: string;
  /** The largest event, in bytes. @default 8 MiB, more than Lambda can send */
  maxEventBytes?: number;
  /** How long before the deadline `signal` is aborted, in milliseconds. @default 1000 */
  signalMarginMs?: number;
  /**
   * What to do with half a surrogate pair in a reply, which the adapter's JSON reader refuses:
   * replace it with U+FFFD and warn, or fail the invocation.
   * @default 'repair'
   */
  unpairedSurrogates?: 'repair' | 'fail';
  /** Run when the process is told to end, after the running invocations: close pools, flush. */
  onShutdown?: ShutdownHook | readonly ShutdownHook[];
  /** How long a shutdown may take, in milliseconds; Lambda allows about 300. @default 250 */
  shutdownTimeoutMs?: number;
  /** Shut down on SIGTERM and SIGINT. @default true */
  handleSignals?: boolean;
  /** A pino-like logger. @default JSON lines on stdout, in Lambda's own format */
  log?: Logger;
}

/** The options with everything filled in. */
export interface Settings {
  readonly port: number;
  readonly hostname: string;
  readonly passThroughPath: string;
  readonly readinessPath: string;
  readonly maxEventBytes: number;
  readonly signalMarginMs: number;
  readonly unpairedSurrogates: 'repair' | 'fail';
  readonly shutdownHooks: readonly ShutdownHook[];
  readonly shutdownTimeoutMs: number;
  readonly handleSignals: boolean;
  readonly log: Logger;
  /** Whether the adapter turns HTTP 500 into a function error. */
  readonly adapterFailsOn500: boolean;
  readonly insideLambda: boolean;
}

/**
 * Reads options and environment.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for a value that cannot be meant, and for adapter settings
 * under which a failure would look like a success or a success like a failure.
 */
export function readSettings(options: ServeEventsOptions, env: NodeJS.ProcessEnv): Settings {
  refuseUnknownOptions('serveEvents', options, optionNames);
  const errorStatusCodes = parseStatusCodes(env.AWS_LWA_ERROR_STATUS_CODES ?? '');
  refuseUnsafeAdapter(env, errorStatusCodes);
  return {
    port: readPort(options, env),
    hostname: options.hostname ?? '0.0.0.0',
    passThroughPath: readPath('passThroughPath', options, env.AWS_LWA_PASS_THROUGH_PATH, '/events'),
    readinessPath: readPath(
      'readinessPath',
      options,
      env.AWS_LWA_READINESS_CHECK_PATH ?? env.READINESS_CHECK_PATH,
      '/',
    ),
    maxEventBytes: readAmount('maxEventBytes', options, 8 * 1024 * 1024),
    signalMarginMs: readAmount('signalMarginMs', options, 1000),
    unpairedSurrogates: readUnpairedSurrogates(options),
    shutdownHooks: readHooks(options),
    shutdownTimeoutMs: readAmount('shutdownTimeoutMs', options, 250),
    handleSignals: options.handleSignals ?? true,
    log: readLog(options, env),
    adapterFailsOn500: errorStatusCodes.has(500),
    insideLambda: env.AWS_LAMBDA_RUNTIME_API !== undefined,
  };
}

const optionNames: OptionNames<ServeEventsOptions> = {
  port: true,
  hostname: true,
  passThroughPath: true,
  readinessPath: true,
  maxEventBytes: true,
  signalMarginMs: true,
  unpairedSurrogates: true,
  onShutdown: true,
  shutdownTimeoutMs: true,
  handleSignals: true,
  log: true,
};

function readLog({ log }: ServeEventsOptions, env: NodeJS.ProcessEnv): Logger {
  if (log === undefined) return jsonLogger(env);
  const missing = (['debug', 'info', 'warn', 'error'] as const).filter(
    (level) => typeof log?.[level] !== 'function',
  );
  if (missing.length === 0) return unfailingLogger(log);
  throw new LwaBridgeError(
    'ERR_SETTINGS',
    `options.log: a logger has debug, info, warn and error, as pino has; missing: ${missing.join(', ')}`,
  );
}

function readPort(options: ServeEventsOptions, env: NodeJS.ProcessEnv): number {
  const [name, value] = (
    [
      ['options.port', options.port],
      ['AWS_LWA_PORT', env.AWS_LWA_PORT],
      ['PORT', env.PORT],
    ] as const
  ).find(([, candidate]) => candidate !== undefined) ?? ['default', 8080];
  const port = String(value).trim() === '' ? Number.NaN : Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new LwaBridgeError('ERR_SETTINGS', `${name}: a port is from 0 to 65535, got '${value}'`);
}

function readPath(
  name: 'passThroughPath' | 'readinessPath',
  options: ServeEventsOptions,
  fromEnv: string | undefined,
  byDefault: string,
): string {
  const path: unknown = options[name] ?? fromEnv ?? byDefault;
  if (typeof path !== 'string' || isUrl(path)) {
    throw new LwaBridgeError('ERR_SETTINGS', `${name}: a path such as ${byDefault}, got ${path}`);
  }
  // The adapter polls a readiness path with its query; a pass-through path has none.
  return toAdapterPath(name === 'readinessPath' ? path.replace(/[?#].*/s, '') : path);
}

function readAmount(
  name: 'maxEventBytes' | 'signalMarginMs' | 'shutdownTimeoutMs',
  options: ServeEventsOptions,
  byDefault: number,
): number {
  const amount = options[name] ?? byDefault;
  if (Number.isFinite(amount) && amount >= 0) return amount;
  throw new LwaBridgeError('ERR_SETTINGS', `options.${name}: not a number from 0 up: ${amount}`);
}

function readUnpairedSurrogates({ unpairedSurrogates = 'repair' }: ServeEventsOptions) {
  if (unpairedSurrogates === 'repair' || unpairedSurrogates === 'fail') return unpairedSurrogates;
  const message = `options.unpairedSurrogates: 'repair' or 'fail', got '${unpairedSurrogates}'`;
  throw new LwaBridgeError('ERR_SETTINGS', message);
}

function readHooks({ onShutdown = [] }: ServeEventsOptions): readonly ShutdownHook[] {
  const hooks = [onShutdown].flat();
  if (hooks.every((hook) => typeof hook === 'function')) return hooks;
  throw new LwaBridgeError('ERR_SETTINGS', 'options.onShutdown: a function, or a list of them');
}
