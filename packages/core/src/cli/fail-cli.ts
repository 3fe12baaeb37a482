import { CliError } from './cli-error.js';
import { ExitCode } from './exit-code.js';
import { painter } from './paint.js';

/** Says on stderr what went wrong, and ends the process, also where a handler's file keeps it alive. */
export function failCli(error: unknown): void {
  const paint = painter(process.stderr);
  const text =
    error instanceof CliError
      ? [`${paint('red', 'error:')} ${error.message}`, error.hint].filter(Boolean).join('\n')
      : `${error instanceof Error ? error.stack : String(error)}`;
  const exitCode = error instanceof CliError ? error.exitCode : ExitCode.failed;
  process.stderr.write(`${text}\n`, () => process.exit(exitCode));
}
