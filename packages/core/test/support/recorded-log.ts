import type { Logger } from '../../src/serve-events/log.js';

/** One logged line. */
export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  [field: string]: unknown;
}

export interface RecordedLog extends Logger {
  readonly lines: LogLine[];
  /** The errors in the lines. */
  errors(): { code?: string; message: string }[];
}

/** A logger without `child` that keeps its lines. */
export function recordedLog(): RecordedLog {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ ...fields, level, message });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    lines,
    errors: () => lines.flatMap(({ err }) => (err instanceof Error ? [err] : [])),
  };
}
