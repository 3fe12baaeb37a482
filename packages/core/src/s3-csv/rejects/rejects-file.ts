import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { s3Sdk } from '../../aws-sdk.js';
import type { S3Object } from '../../s3/s3-object.js';
import type { Logger } from '../../serve-events/log.js';
import { type ObjectTarget, putStream } from './put-stream.js';
import { rejectsHeader } from './reject-line.js';
import type { RejectsChunk } from './rejects-chunk.js';

/** Where rejects files go. */
export interface RejectsLocation {
  /**
   * A bucket, or a function that gives it on first use (from the environment, say).
   * @default the bucket of the file
   */
  bucket?: string | (() => string);
  /** What stands before the file's own key, such as `rejects/`. */
  prefix: string;
}

/** The rejects file of an object: `<prefix><key>.rejects.csv`. */
export function rejectsTarget(
  { bucket, prefix }: RejectsLocation,
  object: Pick<S3Object, 'bucket' | 'key'>,
): ObjectTarget {
  const named = typeof bucket === 'function' ? bucket() : bucket;
  return { bucket: named ?? object.bucket, key: `${prefix}${object.key}.rejects.csv` };
}

/** Makes the rejects file of what was stored on the way. */
export function writeRejectsFile(
  client: S3Client,
  file: ObjectTarget,
  { columns, chunks }: { columns: readonly string[]; chunks: readonly RejectsChunk[] },
): Promise<void> {
  return putStream(client, file, contents(client, file.bucket, columns, chunks));
}

/** Removes what a rejects file was made of. It never throws: the file is there. */
export async function removeChunks(
  client: S3Client,
  { bucket: Bucket, key }: ObjectTarget,
  chunks: readonly RejectsChunk[],
  log: Logger,
): Promise<void> {
  try {
    const sdk = await s3Sdk();
    for (const { key: Key } of chunks) {
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
    }
  } catch (error) {
    log.warn(
      { bucket: Bucket, key, err: error },
      'what a rejects file was made of could not be removed',
    );
  }
}

async function* contents(
  client: S3Client,
  Bucket: string,
  columns: readonly string[],
  chunks: readonly RejectsChunk[],
): AsyncGenerator<Uint8Array> {
  const sdk = await s3Sdk();
  yield Buffer.from(rejectsHeader(columns));
  for (const { key: Key, bytes } of chunks) {
    const range = { Bucket, Key, Range: `bytes=0-${bytes - 1}` };
    const { Body } = await client.send(new sdk.GetObjectCommand(range));
    // In Node.js the SDK's body is a Readable.
    if (Body) yield* Body as Readable;
  }
}
