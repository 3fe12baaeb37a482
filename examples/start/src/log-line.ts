/** A line that a handler logged: its JSON fields, or the text where it is no JSON. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly message: string };

/** Reads a line of a handler's output. */
export function readLogLine(line: string): LogLine {
  try {
    const fields: unknown = JSON.parse(line);
    if (typeof fields === 'object' && fields !== null && 'message' in fields) {
      return { ...fields, message: String(fields.message) };
    }
  } catch {
    // Not a line of the logger's.
  }
  return { message: line };
}

/** The line for a person: the message and its fields, without what is for machines. */
export function condense({ message, level, errorMessage, ...fields }: LogLine): string {
  const told = Object.entries(fields).filter(([name]) => !forMachines.has(name));
  return [
    ...(level === undefined || level === 'INFO' ? [] : [level]),
    message,
    ...told.map(([name, value]) => `${name}=${show(value)}`),
    ...(errorMessage === undefined ? [] : [`(${errorMessage})`]),
  ].join(' ');
}

const forMachines = new Set([
  ...['timestamp', 'requestId', 'httpRequestId', 'subject', 'jobType', 'attempt'],
  ...['errorType', 'errorCode', 'cause', 'stackTrace'],
]);

function show(value: unknown): string {
  return typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value);
}
