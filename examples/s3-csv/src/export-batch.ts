import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { requireEnv } from 'example-titanic/environment';
import type { Passenger } from 'example-titanic/passenger';

// Made once per process. The SDK reads its environment when it first sends.
const client = new S3Client();

/**
 * Writes passengers to the output bucket, a line of JSON each, for whatever reads files.
 *
 * The object is named after the batch, which has the same id and the same rows whenever it comes: a
 * batch that comes again replaces its file by the same one. So the effect happens once.
 */
export async function exportBatch(
  batchId: string,
  passengers: readonly Passenger[],
  signal: AbortSignal,
): Promise<void> {
  const command = new PutObjectCommand({
    Bucket: requireEnv('OUTPUT_BUCKET', 'batches are exported there'),
    Key: `batches/${batchId}.jsonl`,
    Body: passengers.map((passenger) => `${JSON.stringify(passenger)}\n`).join(''),
    ContentType: 'application/jsonl',
  });
  await client.send(command, { abortSignal: signal });
}
