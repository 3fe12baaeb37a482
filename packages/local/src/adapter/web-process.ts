import { availablePort } from '../lambda-service/available-port.js';
import { startHandlerProcess } from './handler-process.js';
import type { HandlerProgram } from './handler-program.js';
import { refuseTakenPort } from './refuse-taken-port.js';

/** A function that serves plain HTTP on this machine, such as a REST API. */
export interface WebFunction {
  readonly name: string;
  readonly url: string;
  /** Ends it as Lambda would: SIGTERM, then SIGKILL. */
  close(): Promise<void>;
}

/** Options of {@link startWebProcess}. */
export interface WebProcessOptions extends HandlerProgram {
  /** @default a free one */
  port?: number | undefined;
}

/**
 * Runs a plain HTTP server as a child process. HTTP goes through the adapter as it is, so nothing is
 * put in front of it.
 *
 * @throws LwaBridgeError `ERR_PORT_IN_USE` where its port is taken, `ERR_FUNCTION_START` where it does
 * not get ready.
 */
export async function startWebProcess(options: WebProcessOptions): Promise<WebFunction> {
  const { name } = options;
  if (options.port !== undefined) await refuseTakenPort(options.port, name);
  const port = options.port ?? (await availablePort());
  const handler = await startHandlerProcess(options, { port });
  return { name, url: `http://127.0.0.1:${port}`, close: handler.stop };
}
