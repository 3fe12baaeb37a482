/** The part of a logger that this library uses: pino's, or anything shaped like it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Where there is one (pino's), it is used to add the request id to each line. */
  child?(fields: object): Logger;
}
