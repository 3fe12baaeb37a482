import zlib from 'node:zlib';
import { NonRetriableError } from '../../errors.js';
import { damaged, inflatedChunkBytes, isDamage } from './damaged.js';

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
      rest = yield* unzstdFrames(rest, bytes);
    }
  } catch (error) {
    throw isDamage(error) ? damaged('zstd', error) : error;
  } finally {
    await bytes.return(undefined);
  }
}

/** Decompresses until a frame ends within a chunk; gives the rest of that chunk. */
async function* unzstdFrames(
  first: Buffer,
  bytes: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer, Buffer | undefined> {
  const frames = zlib.createZstdDecompress({ chunkSize: inflatedChunkBytes });
  let last = first;
  let given = 0;
  const give = (chunk: Buffer) => {
    last = chunk;
    given += chunk.length;
    frames.write(chunk, (error) => {
      // Where a frame ends within the chunk, it does not take the rest.
      if (error || frames.bytesWritten < given) return;
      bytes.next().then(giveNext, (failure) => frames.destroy(failure));
    });
  };
  const giveNext = ({ done, value }: IteratorResult<Buffer>) =>
    done ? void frames.end() : give(value);
  give(first);
  yield* frames;
  const left = given - frames.bytesWritten;
  return left > 0 ? last.subarray(last.length - left) : undefined;
}
