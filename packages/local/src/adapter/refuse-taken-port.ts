import { createServer } from 'node:net';
import { LwaBridgeError } from 'lwa-bridge';

/**
 * Does nothing where a port is free.
 *
 * @throws LwaBridgeError `ERR_PORT_IN_USE` where something listens there, or this user may not.
 */
export async function refuseTakenPort(port: number, name: string): Promise<void> {
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
