/** Writes one line of the log where there is no request: in the form that lines of requests have. */
export function logLine(level: 'INFO' | 'ERROR' | 'FATAL', message: string, fields: object = {}) {
  console.log(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }));
}
