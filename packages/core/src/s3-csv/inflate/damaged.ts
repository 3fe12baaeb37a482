import { NonRetriableError } from '../../errors.js';

/** How much is inflated at a time, in bytes. */
export const inflatedChunkBytes = 64 * 1024;

const damage = /^(Z_(BUF|DATA|STREAM)_ERROR|Z_NEED_DICT|ZSTD_error_(?!memory_allocation))/;

/** True for what `node:zlib` says of the bytes that it was given; not where memory is short. */
export function isDamage(error: unknown): error is Error {
  const { code } = error as { code?: unknown };
  return error instanceof Error && typeof code === 'string' && damage.test(code);
}

/** The error for compressed bytes that no retry can read. */
export function damaged(format: 'gzip' | 'zstd', cause: Error): NonRetriableError {
  return new NonRetriableError(`the ${format} is damaged: ${cause.message}`, {
    code: 'ERR_CSV_ENCODING',
    cause,
  });
}
