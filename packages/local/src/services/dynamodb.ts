import type { IncomingMessage } from 'node:http';
import dynalite from 'dynalite';
import { listen } from '../listen.js';
import type { EmbeddedService } from './embedded-service.js';

/**
 * Starts dynalite in this process on a free port, reachable from this machine only. Tables live in
 * memory and are active as soon as they are created.
 */
export async function startDynamoDb(): Promise<EmbeddedService> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  server.on('request', surviveAbortedRequest);
  const address = await listen(server);

  return {
    url: `http://${address}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

// dynalite throws the error of a request whose client went away, which would end this process each
// time a function is killed in the middle of a call. This listener runs after dynalite's own.
function surviveAbortedRequest(request: IncomingMessage): void {
  request.removeAllListeners('error');
  request.on('error', () => request.destroy());
}
