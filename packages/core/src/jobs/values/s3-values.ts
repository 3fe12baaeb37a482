import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsClient } from '../../aws-client.js';
import { s3Sdk } from '../../aws-sdk.js';
import { LwaBridgeError } from '../../errors.js';
import { jobsBucket } from '../settings.js';
import type { LargeValues } from './large-values.js';

/** Options of {@link s3Values}. */
export interface S3ValuesOptions {
  bucket: string | undefined;
  client: AwsClient | undefined;
}

/** Large values as objects of a bucket. The AWS SDK is loaded on first use. */
export function s3Values({ bucket: given, client }: S3ValuesOptions): LargeValues {
  let connection: ReturnType<typeof connect> | undefined;
  const connected = () => {
    connection ??= connect(client);
    return connection;
  };
  const bucket = () => jobsBucket(given, process.env);

  return {
    get isGiven() {
      return bucket() !== undefined;
    },

    async put(key, text) {
      const Bucket = bucket();
      const location = `s3://${Bucket}/${key}`;
      const { sdk, client } = await connected();
      try {
        const object = { Bucket, Key: key, Body: text, ContentType: 'application/json' };
        await client.send(new sdk.PutObjectCommand(object));
        return location;
      } catch (cause) {
        throw failure('stored at', location, cause);
      }
    },

    async get(location) {
      const { sdk, client } = await connected();
      try {
        const command = new sdk.GetObjectCommand(toObject(location));
        const { Body, ContentLength } = await client.send(command);
        const text = (await Body?.transformToString()) ?? '';
        const bytes = Buffer.byteLength(text);
        if (bytes === ContentLength) return text;
        throw new Error(`of ${ContentLength} bytes ${bytes} came`);
      } catch (cause) {
        throw failure('read from', location, cause);
      }
    },
  };
}

async function connect(given: AwsClient | undefined) {
  const sdk = await s3Sdk();
  return { sdk, client: (given as S3Client | undefined) ?? new sdk.S3Client({}) };
}

function toObject(location: string): { Bucket: string; Key: string } {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(location) ?? [];
  if (Bucket !== undefined && Key !== undefined) return { Bucket, Key };
  throw new Error('it is no location of the form s3://bucket/key');
}

function failure(what: string, location: string, cause: unknown): LwaBridgeError {
  const message = `a value could not be ${what} ${location}: ${String(cause)}`;
  return new LwaBridgeError('ERR_JOB_STORE', message, { cause });
}
