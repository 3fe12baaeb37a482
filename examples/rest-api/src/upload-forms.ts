import { randomUUID } from 'node:crypto';
import { uploads } from 'example-titanic/uploads';
import type { UploadForm } from './schemas/upload-form.js';
import type { UploadSettings } from './settings.js';

const lifetimeSeconds = 600;

/**
 * Makes forms by which a browser or curl uploads one CSV file straight to S3: the API's own requests end at 6 MB. A form
 * is good for ten minutes, for one key that nobody else has, one type, and a size of 1 byte to `maxBytes`.
 *
 * It is a POST policy and no presigned PUT: S3 holds the upload against a range of sizes. A URL for PUT has to
 * name the exact size, and one that names none takes 5 GB.
 */
export function uploadForms({ bucket, maxBytes }: UploadSettings): () => Promise<UploadForm> {
  return async () => {
    // Here, so that a start does without it.
    const [{ S3Client }, { createPresignedPost }] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/s3-presigned-post'),
    ]);
    const key = `${uploads.prefix}${randomUUID()}${uploads.suffix}`;
    const expiresAt = new Date(Date.now() + lifetimeSeconds * 1000).toISOString();
    const { url, fields } = await createPresignedPost(new S3Client(), {
      Bucket: bucket,
      Key: key,
      Expires: lifetimeSeconds,
      Fields: { 'Content-Type': 'text/csv', success_action_status: '201' },
      Conditions: [['content-length-range', 1, maxBytes]],
    });
    return { url, fields, key, maxBytes, expiresAt };
  };
}
