import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** What goes wrong with one answer, at a byte of its body. */
export type Fault =
  | { at: number; how: 'drop' | 'stall' }
  | { how: 'silence' }
  | { how: 'status'; status: number; code: string };

/** One GetObject as it came in. */
export interface ObjectRequest {
  key: string;
  range: string | undefined;
  ifMatch: string | undefined;
  versionId: string | undefined;
}

interface StoredObject {
  body: Buffer;
  eTag: string;
  contentEncoding: string | undefined;
}

/**
 * A small HTTP server that speaks GetObject as S3 does (`Range`, `If-Match`, `versionId`, 206, 404,
 * 412, 416) in the bucket `in`, and breaks its answers as it is told.
 */
export async function startObjectServer(config: S3ClientConfig = {}) {
  const objects = new Map<string, StoredObject>();
  const requests: ObjectRequest[] = [];
  const faults: (Fault | undefined)[] = [];
  const state = { bytesSent: 0, openAnswers: 0, connections: 0, chunkSize: 16 * 1024 };

  const server = createServer((request, response) => {
    state.openAnswers += 1;
    response.on('close', () => {
      state.openAnswers -= 1;
    });
    const asked = readRequest(request);
    requests.push(asked);
    void answer(response, asked, faults.shift());
  });

  server.on('connection', () => {
    state.connections += 1;
  });

  async function answer(response: ServerResponse, asked: ObjectRequest, fault?: Fault) {
    if (fault?.how === 'silence') return;
    if (fault?.how === 'status') return refuse(response, fault.status, fault.code);
    if (!asked.key.startsWith('/in/')) return refuse(response, 404, 'NoSuchBucket');
    const name = asked.key.slice('/in/'.length);
    const stored = objects.get(asked.versionId ? `${name}@${asked.versionId}` : name);
    if (!stored) return refuse(response, 404, asked.versionId ? 'NoSuchVersion' : 'NoSuchKey');
    const { body, eTag, contentEncoding } = stored;
    if (asked.ifMatch !== undefined && asked.ifMatch !== eTag) {
      return refuse(response, 412, 'PreconditionFailed');
    }
    const start = Number(/^bytes=(\d+)-$/.exec(asked.range ?? '')?.[1]);
    if (!(start < body.length)) return refuse(response, 416, 'InvalidRange');
    response.writeHead(206, {
      etag: eTag,
      'content-length': body.length - start,
      'content-range': `bytes ${start}-${body.length - 1}/${body.length}`,
      ...(contentEncoding && { 'content-encoding': contentEncoding }),
    });
    await send(response, body.subarray(start), fault);
  }

  async function send(response: ServerResponse, body: Buffer, fault?: { at: number; how: string }) {
    const end = Math.min(fault?.at ?? body.length, body.length);
    const controller = new AbortController();
    response.once('close', () => controller.abort());
    const gone = controller.signal;
    for (let at = 0; at < end && !response.destroyed; ) {
      const chunk = body.subarray(at, Math.min(at + state.chunkSize, end));
      at += chunk.length;
      state.bytesSent += chunk.length;
      const wantsMore = response.write(chunk);
      if (!wantsMore) await once(response, 'drain', { signal: gone }).catch(() => {});
      // A write of its own for each chunk, so that chunks arrive as they are cut.
      else if (state.chunkSize < 4096) await new Promise(setImmediate);
    }
    // A fault beyond the end is none: the client has its answer and uses the connection again.
    if (end === body.length) response.end();
    else if (fault?.how === 'drop') setImmediate(() => response.destroy());
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
    ...config,
  });

  return {
    client,
    requests,
    /** What goes wrong with the next answers, one after the other. */
    faults,
    state,
    /** Stores an object and gives its eTag, without quotes. */
    put(name: string, body: Buffer | string, contentEncoding?: string): string {
      const bytes = Buffer.from(body);
      const eTag = createHash('md5').update(bytes).digest('hex');
      objects.set(name, { body: bytes, eTag: `"${eTag}"`, contentEncoding });
      return eTag;
    },
    remove: (name: string) => objects.delete(name),
    /** Forgets everything, for the next test. */
    reset() {
      objects.clear();
      requests.length = 0;
      faults.length = 0;
      Object.assign(state, { bytesSent: 0, chunkSize: 16 * 1024 });
    },
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readRequest({ url = '', headers }: IncomingMessage): ObjectRequest {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return {
    key: decodeURIComponent(pathname),
    range: headers.range,
    ifMatch: headers['if-match'],
    versionId: searchParams.get('versionId') ?? undefined,
  };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml);
}
