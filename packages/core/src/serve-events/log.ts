import { toErrorPayload } from './error-payload.js';

/**
 * The part of a logger that this library uses: pino's, or anything shaped like it. An error is passed
 * as the field `err`, which is where pino looks for one.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Where there is one (pino's), it is used to add the request id to each line. */
  child?(fields: object): Logger;
}

type Level = 'debug' | 'info' | 'warn' | 'error';

/** One function for each level, each made by its name. */
export function eachLevel<Log>(at: (level: Level) => Log): Record<Level, Log> {
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const severity: Record<string, number> = {
  trace: 0,
  debug: 1,
  info: 2,
  warn: 3,
  error: 4,
  fatal: 5,
};

/**
 * The default logger: one JSON object a line on stdout, in the form of Lambda's own JSON log format
 * (`timestamp`, `level`, `requestId`, `message`). `AWS_LAMBDA_LOG_LEVEL` sets the lowest level
 * (default INFO). An `err` or `error` among the fields becomes `errorType`, `errorMessage`, `errorCode`, `cause`,
 * `stackTrace`.
 */
export function jsonLogger(
  env: NodeJS.ProcessEnv,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  const lowest = severity[env.AWS_LAMBDA_LOG_LEVEL?.toLowerCase() ?? 'info'] ?? 2;
  const withFields = (bound: object): Logger => {
    const log = eachLevel((level) => (...call: unknown[]) => {
      if ((severity[level] ?? 0) < lowest) return;
      const { fields, message } = readCall(call);
      const head = { timestamp: new Date().toISOString(), level: level.toUpperCase() };
      write(`${toLine({ ...head, ...bound, message }, fields)}\n`);
    });
    return { ...log, child: (fields) => withFields({ ...bound, ...fields }) };
  };
  return withFields({});
}

/** The logger with these fields on each line. */
export function childLogger(log: Logger, bound: object): Logger {
  if (log.child) return log.child(bound);
  return eachLevel((level) => (fields: object, message: string) => {
    log[level]({ ...bound, ...fields }, message);
  });
}

/** The logger, but one that never throws: no log line is worth an invocation. */
export function unfailingLogger(log: Logger): Logger {
  return {
    ...eachLevel((level) => (fields: object, message: string) => {
      try {
        log[level](fields, message);
      } catch {
        // There is nowhere to tell it.
      }
    }),
    child: (fields) => {
      try {
        return unfailingLogger(childLogger(log, fields));
      } catch {
        return unfailingLogger(log);
      }
    },
  };
}

// As pino takes them: a text alone is the message, an error alone is the field `err`.
function readCall([first, second]: unknown[]): { fields: object; message: unknown } {
  if (first instanceof Error) return { fields: { err: first }, message: second ?? first.message };
  if (typeof first !== 'string') return { fields: Object(first ?? {}), message: second };
  const fields = second instanceof Error ? { err: second } : Object(second ?? {});
  return { fields, message: first };
}

function spreadError(fields: object): object {
  if (!('error' in fields || 'err' in fields)) return fields;
  const { err, error = err, ...rest } = fields as { err?: unknown; error?: unknown };
  const { errorType, errorMessage, trace } = toErrorPayload(error);
  const code = (error as { code?: unknown } | null | undefined)?.code;
  const cause = (error as { cause?: unknown } | null | undefined)?.cause;
  return {
    ...rest,
    errorType,
    errorMessage,
    ...(typeof code === 'string' && { errorCode: code }),
    ...(cause !== undefined && { cause: toErrorPayload(cause).errorMessage }),
    stackTrace: trace,
  };
}

// A log line must never be the reason why an invocation fails, whatever was thrown or handed over.
// What identifies a line comes first, and no field takes its place.
function toLine(head: object, fields: object): string {
  try {
    return JSON.stringify({ ...head, ...spreadError(fields), ...head }, (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
  } catch (error) {
    return JSON.stringify({ ...head, unloggable: toErrorPayload(error).errorMessage });
  }
}
