import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { z } from 'zod';

/** What is made of the rows. Without a schema, they stay text. */
export interface Work {
  readonly schema: z.ZodType | undefined;
  /** Works on up to 500 rows. */
  readonly handle: (rows: readonly unknown[]) => unknown;
}

/** Reads the reference object to its end in constant memory, as the library's documentation says. */
export type Contender = (client: S3Client, work: Work) => Promise<void>;

/** The object that all of them read. */
export const object = { bucket: 'in', key: 'reference.csv' };

/** The bytes of the object, as whoever has no bridge asks for them. */
export async function bodyOf(client: S3Client): Promise<Readable> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { bucket: Bucket, key: Key } = object;
  return (await client.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-' })))
    .Body as Readable;
}

/** Validates rows and hands them over in batches, for libraries that do neither. */
export async function handOver(rows: AsyncIterable<unknown>, { schema, handle }: Work) {
  let batch: unknown[] = [];
  for await (const row of rows) {
    if (batch.push(schema ? schema.parse(row) : row) < 500) continue;
    await handle(batch);
    batch = [];
  }
  if (batch.length > 0) await handle(batch);
}
