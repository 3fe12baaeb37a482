import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { damaged, inflatedChunkBytes, isDamage } from './damaged.js';

/** Inflates gzip, also several members one after the other. */
export async function* gunzip(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const inflated = createGunzip({ chunkSize: inflatedChunkBytes });
  // What fails in it, fails the loop below too.
  const feeding = pipeline(bytes, inflated);
  feeding.catch(() => {});
  try {
    yield* inflated;
  } catch (error) {
    throw isDamage(error) ? damaged('gzip', error) : error;
  }
}
