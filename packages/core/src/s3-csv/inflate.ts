import { pipeline } from 'node:stream/promises';
import { constants, createGunzip } from 'node:zlib';
import { NonRetriableError } from '../errors.js';
import { prepend, readHead } from './peek.js';

const readable = ['', 'identity', 'aws-chunked', 'gzip', 'x-gzip'];

/**
 * Refuses a content-encoding that can't be undone here.
 *
 * @throws NonRetriableError `ERR_CSV_ENCODING`
 */
export function refuseUnreadable(contentEncoding = ''): void {
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.every((coding) => readable.includes(coding))) return;
  throw new NonRetriableError(`can't read an object with content-encoding ${contentEncoding}`, {
    code: 'ERR_CSV_ENCODING',
  });
}

/**
 * Inflates what is gzip and passes on what is not. The first two bytes decide: no text in UTF-8
 * begins with them, and a content-encoding or a `.gz` can be wrong (some HTTP clients inflate on the
 * way and leave both in place).
 *
 * @param onGzip - is called before the first byte of what is gzip
 * @throws NonRetriableError `ERR_CSV_ENCODING` when the gzip is cut short or damaged
 */
export async function* inflate(
  bytes: AsyncGenerator<Buffer>,
  onGzip: () => void = () => {},
): AsyncGenerator<Buffer> {
  const head = await readHead(bytes, 2);
  const all = prepend(head, bytes);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    onGzip();
    yield* gunzip(all);
  } else {
    yield* all;
  }
}

async function* gunzip(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const inflated = createGunzip({ chunkSize: 64 * 1024 });
  // What fails in it, fails the loop below too.
  const feeding = pipeline(bytes, inflated);
  feeding.catch(() => {});
  try {
    yield* inflated;
  } catch (cause) {
    if (!isZlibError(cause)) throw cause;
    throw new NonRetriableError(`the gzip is damaged: ${cause.message}`, {
      code: 'ERR_CSV_ENCODING',
      cause,
    });
  }
}

function isZlibError(error: unknown): error is Error {
  const { errno } = error as { errno?: unknown };
  return error instanceof Error && typeof errno === 'number' && errno in zlibErrors;
}

const { Z_BUF_ERROR, Z_DATA_ERROR, Z_NEED_DICT, Z_STREAM_ERROR } = constants;
const zlibErrors: Record<number, true> = {
  [Z_BUF_ERROR]: true,
  [Z_DATA_ERROR]: true,
  [Z_NEED_DICT]: true,
  [Z_STREAM_ERROR]: true,
};
