import type { IncomingMessage } from 'node:http';
import { LwaBridgeError } from '../errors.js';

/**
 * Reads the event from a request's body.
 *
 * @throws LwaBridgeError `ERR_EVENT_TOO_LARGE`, `ERR_EVENT_NOT_JSON`, or `ERR_CLIENT_GONE` when the caller hung up before the end.
 */
export function readEvent(request: IncomingMessage, maxBytes: number): Promise<unknown> {
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
    request.on('end', () => {
      try {
        const [only = empty] = chunks;
        resolve(parseEvent(chunks.length > 1 ? Buffer.concat(chunks) : only));
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', (cause) => {
      const message = 'the caller hung up while it sent the event';
      reject(new LwaBridgeError('ERR_CLIENT_GONE', message, { cause }));
    });
  });
}

const empty = Buffer.alloc(0);

function parseEvent(body: Buffer): unknown {
  if (body.length === 0) {
    throw new LwaBridgeError('ERR_EVENT_NOT_JSON', 'the body is empty: an event is JSON');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new LwaBridgeError('ERR_EVENT_NOT_JSON', `the event is not JSON: ${reason}`, { cause });
  }
}
