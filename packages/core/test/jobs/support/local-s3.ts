import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';

/** An embedded S3 with an empty bucket. */
export interface LocalS3 {
  readonly url: string;
  readonly client: S3Client;
  readonly bucket: string;
  keys(): Promise<string[]>;
  read(key: string): Promise<string | undefined>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

export async function startLocalS3(): Promise<LocalS3> {
  const server = await startFauxqs({ port: 0, logger: false });
  const url = `http://127.0.0.1:${server.port}`;
  const Bucket = 'jobs';
  server.createBucket(Bucket);
  const client = s3Client(url);
  return {
    url,
    client,
    bucket: Bucket,
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key = '' }) => Key);
    },
    async read(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return Body?.transformToString();
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async close() {
      client.destroy();
      await server.stop();
    },
  };
}

/** A client of a local server. */
export function s3Client(endpoint: string, options: S3ClientConfig = {}): S3Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    ...options,
  });
}
