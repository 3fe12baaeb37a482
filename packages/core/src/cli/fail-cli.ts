import { CliError } from './cli-error.js';
import { painter } from './paint.js';

/**
 * Says on stderr what went wrong, and ends the process, also where a handler's file keeps it alive.
 *
 * @throws whatever is no CliError, and a cause that is to be shown: Node prints it with its stack, and
 * exits with 1
 */
export async function failCli(error: unknown): Promise<void> {
  if (!(error instanceof CliError)) throw error;
  const paint = painter(process.stderr);
  const lines = [`${paint('red', 'error:')} ${error.message}`, error.hint].filter(Boolean);
  await new Promise<void>((resolve) =>
    process.stderr.write(`${lines.join('\n')}\n`, () => resolve()),
  );
  if (error.showCause) throw error.cause;
  process.exit(error.exitCode);
}
