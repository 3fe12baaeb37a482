import { createHash, randomUUID } from 'node:crypto';

/**
 * A job's id: random, or made of its type and idempotency key: the SHA-256 of both with a zero byte
 * between them, in hex. So a repeated `enqueue` finds the job that the first one stored.
 */
export function jobId(type: string, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  return createHash('sha256').update(`${type}\0${idempotencyKey}`).digest('hex');
}
