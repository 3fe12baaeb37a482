/** A variable of a function, as the lines of a template. */
export function environmentLines(name: string, value: string): string {
  return `Environment:\n  Variables:\n    ${name}: ${value}`;
}

/** The line that sets the codes on an event function. */
export const errorStatusCodesLines = environmentLines('AWS_LWA_ERROR_STATUS_CODES', '500-599');
