import { createGunzip } from 'node:zlib';
import { damaged, inflatedChunkBytes, isDamage } from './damaged.js';
import { inflateFrames } from './inflate-frames.js';

/**
 * Inflates gzip, also several members one after the other, and such as are padded with zeros:
 * `node:zlib` ends without an error at a zero after a member, whatever comes behind it.
 *
 * @throws NonRetriableError `ERR_CSV_ENCODING`
 */
export async function* gunzip(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let rest: Buffer | undefined; ; ) {
      rest ??= (await bytes.next()).value as Buffer | undefined;
      if (!rest) return;
      const start = rest.findIndex((byte) => byte !== 0);
      if (start < 0) {
        rest = undefined;
        continue;
      }
      const members = createGunzip({ chunkSize: inflatedChunkBytes });
      rest = yield* inflateFrames(members, rest.subarray(start), bytes);
    }
  } catch (error) {
    throw isDamage(error) ? damaged('gzip', error) : error;
  } finally {
    await bytes.return(undefined);
  }
}
