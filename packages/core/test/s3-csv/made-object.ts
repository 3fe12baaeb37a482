import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const header = Buffer.from('id,name,amount,country,paid,note\n');
const idLength = 12;
const rowsPerBlock = 1_000;
const row = Buffer.from(
  `${'0'.repeat(idLength)},"Ada ""Countess"" L, Zürich",1234.50,CH,true,"deck ⚓\nsecond line"\n`,
);
const eTag = '"made-on-the-fly"';

/** A CSV object of any size, no byte of which exists before it is asked for. */
export interface MadeObject {
  readonly port: number;
  /** In bytes, a whole number of rows. */
  readonly size: number;
  readonly rows: number;
  /** How many requests there were. */
  readonly requests: () => number;
  close(): Promise<void>;
}

/**
 * Serves one object of about `size` bytes at every path, as S3 answers GetObject: `Range` (206, 416)
 * and `If-Match` (412). Row n has the id n. Every `dropEvery` bytes it drops the connection.
 */
export async function startMadeObject(size: number, dropEvery: number): Promise<MadeObject> {
  const rows = Math.ceil((size - header.length) / row.length);
  const total = header.length + rows * row.length;
  let requests = 0;

  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response).catch(() => response.destroy());
  });

  async function answer({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    if ((headers['if-match'] ?? eTag) !== eTag) return void response.writeHead(412).end();
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? 'bytes=0-') ?? [];
    const start = Number(from);
    const end = Math.min(total, to ? Number(to) + 1 : total);
    if (!(start < end)) return void response.writeHead(416).end();
    response.writeHead(206, {
      etag: eTag,
      'content-length': end - start,
      'content-range': `bytes ${start}-${end - 1}/${total}`,
    });
    await send(response, start, Math.min(end, start + dropEvery));
    if (start + dropEvery < end) response.destroy();
    else response.end();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    size: total,
    rows,
    requests: () => requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Writes the object's bytes from `start` to `end` at the reader's pace. */
async function send(response: ServerResponse, start: number, end: number): Promise<void> {
  let at = start;
  while (at < end && !response.destroyed) {
    const bytes = bytesFrom(at).subarray(0, end - at);
    at += bytes.length;
    if (response.write(bytes)) continue;
    await new Promise<void>((resolve) => {
      const go = () => {
        response.off('drain', go).off('close', go);
        resolve();
      };
      response.once('drain', go).once('close', go);
    });
  }
}

/** Some bytes of the object, from `at` on. */
function bytesFrom(at: number): Buffer {
  if (at < header.length) return header.subarray(at);
  const index = Math.floor((at - header.length) / row.length);
  const block = Buffer.alloc(rowsPerBlock * row.length, row);
  for (let place = 0; place < rowsPerBlock; place++) {
    const id = String(index + place + 1).padStart(idLength, '0');
    block.write(id, place * row.length, 'latin1');
  }
  return block.subarray((at - header.length) % row.length);
}
