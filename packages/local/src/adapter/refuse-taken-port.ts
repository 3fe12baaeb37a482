import { createServer } from 'node:net';
import { LwaBridgeError } from 'lwa-bridge';

/**
 * Does nothing where a port is free.
 *
 * @throws LwaBridgeError `ERR_PORT_IN_USE` where something listens there, or this user may not;
 * `ERR_SETTINGS` where there is no such port.
 */
export async function refuseTakenPort(port: number, name: string): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new LwaBridgeError('ERR_SETTINGS', `port of "${name}" is from 1 to 65535, got ${port}`);
  }
  const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, '0.0.0.0', () => probe.close(() => resolve(undefined)));
  });
  if (!error) return;
  const message =
    error.code === 'EADDRINUSE'
      ? `port ${port}, wanted by "${name}", is taken: end the program that listens there, or choose another port`
      : `port ${port}, wanted by "${name}", cannot be used (${error.message}): choose another port`;
  throw new LwaBridgeError('ERR_PORT_IN_USE', message, { cause: error });
}
