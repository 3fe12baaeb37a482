import { ExitCode } from './exit-code.js';

/** Options of {@link CliError}. */
export interface CliErrorOptions extends ErrorOptions {
  /** What to do about it: printed on a line of its own. */
  hint?: string | undefined;
  /** @default 2, wrong usage */
  exitCode?: ExitCode;
  /** The cause is thrown then, so that Node prints it with its stack, and exits with 1. @default false */
  showCause?: boolean;
}

/** What a person at a terminal is told in a sentence or two, without a stack of ours. */
export class CliError extends Error {
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly showCause: boolean;

  constructor(message: string, options: CliErrorOptions = {}) {
    const { hint, exitCode = ExitCode.usage, showCause = false, ...rest } = options;
    super(message, rest);
    this.name = 'CliError';
    this.hint = hint;
    this.exitCode = exitCode;
    this.showCause = showCause;
  }
}
