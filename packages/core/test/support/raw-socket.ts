import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP connection whose bytes are written and read by hand. */
export interface RawSocket {
  readonly socket: Socket;
  write(text: string | Buffer): void;
  /** What has been received so far. */
  received(): string;
  /** Resolves when the other side has closed, with all that was received. */
  readonly closed: Promise<string>;
  /** Resolves when what was received matches. */
  receives(pattern: RegExp): Promise<string>;
}

export async function rawSocket(url: string): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  let received = '';
  const waiting = new Set<() => void>();
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    received += text;
    for (const check of waiting) check();
  });
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(received)));
  // A reset is one way of closing.
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.on('connect', () => resolve()));
  return {
    socket,
    write: (text) => void socket.write(text),
    received: () => received,
    closed,
    receives: (pattern) =>
      new Promise((resolve) => {
        const check = () => {
          if (!pattern.test(received)) return;
          waiting.delete(check);
          resolve(received);
        };
        waiting.add(check);
        check();
      }),
  };
}

/** A request, byte by byte, with its length. */
export function rawRequest(
  headers: Record<string, string>,
  body: string,
  line = 'POST /events HTTP/1.1',
): Buffer {
  const all = { host: 'localhost', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`${line}\r\n${lines.join('')}\r\n`, 'latin1'),
    Buffer.from(body),
  ]);
}
