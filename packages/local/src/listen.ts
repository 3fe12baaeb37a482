import type { AddressInfo, Server } from 'node:net';

/** Has a server listen on a free port, reachable from this machine only; gives its host:port. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
