import { isLwaBridgeError } from '../../errors.js';
import { serveEvents } from '../../serve-events/serve-events.js';
import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-code.js';
import { loadHandler } from './load-handler.js';

/**
 * `lwa-bridge run <file.function>`: serves the events of an exported handler until a signal ends it.
 *
 * @param name - Lambda's name for it, such as `dist/orders.handler`
 * @throws CliError where it can't be served
 */
export async function runHandler(name: string): Promise<void> {
  const handler = await loadHandler(name);
  try {
    await serveEvents(handler).ready;
  } catch (error) {
    if (!isLwaBridgeError(error)) throw error;
    throw new CliError(`${error.code}: ${error.message}`, { exitCode: ExitCode.failed });
  }
}
