import { NonRetriableError } from '../../errors.js';

/** How much may come out of a compressed object. */
export interface InflateLimits {
  /**
   * The most bytes that a compressed object may hold, before it fails with `ERR_CSV_INFLATE_LIMIT`.
   * @default 1_099_511_627_776 (1 TiB)
   */
  maxInflatedBytes?: number;
  /**
   * How many times its size a compressed object may hold. The first 16 MiB that come out of it are
   * not counted. CSV is mostly 3 to 30 times the size of its gzip; a file made to do harm is over
   * 1,000 times.
   * @default 200
   */
  maxInflateRatio?: number;
}

const uncountedBytes = 16 * 1024 * 1024;

/**
 * Decompresses as long as the limits are kept.
 *
 * @throws NonRetriableError `ERR_CSV_INFLATE_LIMIT`
 */
export async function* limitInflated(
  compressed: AsyncGenerator<Buffer>,
  decompress: (bytes: AsyncGenerator<Buffer>) => AsyncGenerator<Buffer>,
  { maxInflatedBytes = 2 ** 40, maxInflateRatio = 200 }: InflateLimits,
): AsyncGenerator<Buffer> {
  let taken = 0;
  let inflated = 0;
  async function* counted() {
    for await (const chunk of compressed) {
      taken += chunk.length;
      yield chunk;
    }
  }
  for await (const chunk of decompress(counted())) {
    inflated += chunk.length;
    if (inflated > maxInflatedBytes) {
      throw overLimit(`more than ${maxInflatedBytes} bytes came out of it`, 'maxInflatedBytes');
    }
    if (inflated - uncountedBytes > taken * maxInflateRatio) {
      const sizes = `${inflated} bytes came out of ${taken}`;
      throw overLimit(`${sizes}, more than ${maxInflateRatio} times as many`, 'maxInflateRatio');
    }
    yield chunk;
  }
}

function overLimit(what: string, option: string): NonRetriableError {
  return new NonRetriableError(`the compressed file is not read on: ${what} (${option})`, {
    code: 'ERR_CSV_INFLATE_LIMIT',
  });
}
