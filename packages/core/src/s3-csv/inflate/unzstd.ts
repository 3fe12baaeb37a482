import zlib from 'node:zlib';
import { NonRetriableError } from '../../errors.js';
import { damaged, inflatedChunkBytes, isDamage } from './damaged.js';
import { inflateFrames } from './inflate-frames.js';

/**
 * Decompresses zstd, also several frames one after the other, as pzstd and `cat a.zst b.zst` make
 * them: `node:zlib` ends without an error after the first.
 *
 * @throws NonRetriableError `ERR_CSV_ENCODING` also where this Node.js has no zstd
 */
export async function* unzstd(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (!('createZstdDecompress' in zlib)) {
    throw new NonRetriableError(
      `the file is zstd, which Node.js reads from 22.15 on; this is ${process.version}`,
      { code: 'ERR_CSV_ENCODING' },
    );
  }
  try {
    for (let rest: Buffer | undefined; ; ) {
      rest ??= (await bytes.next()).value as Buffer | undefined;
      if (!rest) return;
      const frames = zlib.createZstdDecompress({ chunkSize: inflatedChunkBytes });
      rest = yield* inflateFrames(frames, rest, bytes);
    }
  } catch (error) {
    throw isDamage(error) ? damaged('zstd', error) : error;
  } finally {
    await bytes.return(undefined);
  }
}
