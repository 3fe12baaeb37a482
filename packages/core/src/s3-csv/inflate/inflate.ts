import { NonRetriableError } from '../../errors.js';
import { prepend, readHead } from '../peek.js';
import { gunzip } from './gunzip.js';
import { type InflateLimits, limitInflated } from './inflate-limits.js';
import { unzstd } from './unzstd.js';

const readable = ['', 'identity', 'aws-chunked', 'gzip', 'x-gzip', 'zstd'];

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
 * Inflates what is gzip or zstd and passes on what is neither. The first bytes decide: no text begins
 * with them, and a content-encoding, a `.gz` or a `.zst` can be wrong (some HTTP clients inflate on the
 * way and leave both in place).
 *
 * @param onCompressed - is called before the first byte of what is compressed
 * @throws NonRetriableError `ERR_CSV_ENCODING` when it is cut short or damaged, `ERR_CSV_INFLATE_LIMIT`
 */
export async function* inflate(
  bytes: AsyncGenerator<Buffer>,
  limits: InflateLimits = {},
  onCompressed: () => void = () => {},
): AsyncGenerator<Buffer> {
  const head = await readHead(bytes, 4);
  const all = prepend(head, bytes);
  const decompress = decompressorFor(head);
  if (!decompress) return yield* all;
  onCompressed();
  yield* limitInflated(all, decompress, limits);
}

function decompressorFor(head: Buffer): typeof gunzip | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return gunzip;
  if (head.length < 4) return undefined;
  const magic = head.readUInt32LE();
  // A frame of data, or one to be skipped, with which pzstd begins.
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? unzstd : undefined;
}
