import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';
import { s3Sdk } from '../../aws-sdk.js';

/** Where an object is to be. */
export interface ObjectTarget {
  readonly bucket: string;
  readonly key: string;
}

// S3 takes up to 10,000 parts of at least 5 MiB each: 80 GiB.
const partBytes = 8 * 1024 * 1024;

/** Stores what a stream gives as one object: in one request, or in parts where it is large. */
export async function putStream(
  client: S3Client,
  { bucket: Bucket, key: Key }: ObjectTarget,
  contents: AsyncIterable<Uint8Array>,
): Promise<void> {
  const sdk = await s3Sdk();
  const target = { Bucket, Key };
  const ContentType = 'text/csv; charset=utf-8';
  let pending: Uint8Array[] = [];
  let length = 0;
  let UploadId: string | undefined;
  const Parts: CompletedPart[] = [];

  const takePending = () => {
    const Body = Buffer.concat(pending);
    pending = [];
    length = 0;
    return Body;
  };
  const sendPart = async () => {
    const PartNumber = Parts.length + 1;
    const part = { ...target, UploadId, PartNumber, Body: takePending() };
    const { ETag } = await client.send(new sdk.UploadPartCommand(part));
    Parts.push({ PartNumber, ETag });
  };

  try {
    for await (const chunk of contents) {
      pending.push(chunk);
      length += chunk.length;
      if (length < partBytes) continue;
      UploadId ??= (
        await client.send(new sdk.CreateMultipartUploadCommand({ ...target, ContentType }))
      ).UploadId;
      await sendPart();
    }
    if (UploadId === undefined) {
      await client.send(new sdk.PutObjectCommand({ ...target, ContentType, Body: takePending() }));
      return;
    }
    if (length > 0) await sendPart();
    const upload = { ...target, UploadId, MultipartUpload: { Parts } };
    await client.send(new sdk.CompleteMultipartUploadCommand(upload));
  } catch (error) {
    if (UploadId !== undefined) {
      const abort = new sdk.AbortMultipartUploadCommand({ ...target, UploadId });
      // What it leaves behind is the bucket's lifecycle's; the first error is the one to be told.
      await client.send(abort).catch(() => {});
    }
    throw error;
  }
}
