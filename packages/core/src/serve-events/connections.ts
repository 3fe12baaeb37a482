import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** Stops accepting, and resolves when every connection is closed. */
export type CloseConnections = () => Promise<void>;

/**
 * Watches a server's connections, so that each can be closed when its reply has been sent.
 *
 * `close` and `closeIdleConnections` of `node:http` take a connection for idle as soon as its reply
 * is written, and cut off what is still on its way: the adapter reports such a reply as a panic.
 */
export function watchConnections(server: Server): CloseConnections {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const closeIdle = () => {
    if ([...sockets].every(({ writableLength }) => writableLength === 0)) {
      server.closeIdleConnections();
    }
  };
  return () =>
    new Promise((resolve) => {
      // Connections become idle one by one.
      const sweep = setInterval(closeIdle, 5);
      NetServer.prototype.close.call(server, () => {
        clearInterval(sweep);
        // Nothing is left to cut off; this ends the timer of node:http.
        server.close();
        resolve();
      });
      closeIdle();
    });
}
