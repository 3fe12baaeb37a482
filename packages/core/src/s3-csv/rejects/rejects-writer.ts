import type { S3Client } from '@aws-sdk/client-s3';
import { s3Sdk } from '../../aws-sdk.js';
import type { InvalidRow } from '../invalid-row.js';
import type { ObjectTarget } from './put-stream.js';
import { rejectLine } from './reject-line.js';
import type { RejectsChunk } from './rejects-chunk.js';

/** Collects rejected rows, and stores them in objects beside the rejects file that is to be. */
export interface RejectsWriter {
  /** Takes a row of the batch that is being read. */
  add(row: InvalidRow): void;
  /** Says that the batch is done: its rows are kept. Those of one that fails come again. */
  batchDone(): void;
  /** Whether so many have come together that they should be stored now. */
  isFull(): boolean;
  /** Stores what has come since, and gives all there is so far. */
  flush(): Promise<readonly RejectsChunk[]>;
}

const chunkBytes = 4 * 1024 * 1024;

/**
 * Makes a {@link RejectsWriter}. Every worker writes objects of its own, so that one that has lost
 * its lease can't change what another one counts on; what it wrote itself, it writes again with more
 * behind it, until it is a few MiB long.
 *
 * @param file - the rejects file that is to be
 * @param worker - letters and digits that no other worker has
 * @param before - what was stored before
 */
export function rejectsWriter(
  client: S3Client,
  file: ObjectTarget,
  worker: string,
  before: readonly RejectsChunk[],
): RejectsWriter {
  let closed = [...before];
  let count = 0;
  let taken: Buffer[] = [];
  let lines: Buffer[] = [];
  let length = 0;
  let stored = 0;
  const keyOf = (chunk: number) => `${file.key}.chunks/${worker}-${chunk}.csv`;

  return {
    add(row) {
      taken.push(Buffer.from(rejectLine(row)));
    },
    batchDone() {
      for (const line of taken) length += line.length;
      lines = [...lines, ...taken];
      taken = [];
    },
    isFull: () => length - stored >= chunkBytes,
    async flush() {
      if (length > stored) {
        const sdk = await s3Sdk();
        const Body = Buffer.concat(lines);
        lines = [Body];
        const object = { Bucket: file.bucket, Key: keyOf(count), Body };
        await client.send(new sdk.PutObjectCommand(object));
        stored = length;
      }
      const open = { key: keyOf(count), bytes: stored };
      const all = stored > 0 ? [...closed, open] : closed;
      if (stored >= chunkBytes) {
        closed = all;
        count += 1;
        [lines, length, stored] = [[], 0, 0];
      }
      return all;
    },
  };
}
