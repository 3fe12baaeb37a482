import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { LwaBridgeError } from '../errors.js';

/**
 * Reads the event from a request's body.
 *
 * @throws LwaBridgeError `ERR_EVENT_TOO_LARGE`, `ERR_EVENT_NOT_JSON`, or `ERR_CLIENT_GONE` when the caller hung up before the end.
 */
export async function readEvent(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const body = await readBody(request, maxBytes);
  if (body.length === 0) {
    throw new LwaBridgeError('ERR_EVENT_NOT_JSON', 'the body is empty: an event is JSON');
  }
  if (!isUtf8(body)) {
    throw new LwaBridgeError('ERR_EVENT_NOT_JSON', 'the event is not UTF-8');
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new LwaBridgeError('ERR_EVENT_NOT_JSON', `the event is not JSON: ${reason}`, { cause });
  }
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      // The rest is read and dropped: a caller that is still writing would not see the answer.
      chunks.length = 0;
      reject(new LwaBridgeError('ERR_EVENT_TOO_LARGE', `the event is over ${maxBytes} bytes`));
    });
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on('error', (cause) => {
      reject(
        new LwaBridgeError('ERR_CLIENT_GONE', 'the caller hung up while it sent the event', {
          cause,
        }),
      );
    });
  });
}
