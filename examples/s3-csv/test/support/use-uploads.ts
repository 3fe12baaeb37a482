import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { type LocalTitanic, useTitanic } from 'example-titanic/testing/use-titanic';
import type { Logger } from 'lwa-bridge';
import { type Delivery, deliver, type S3EventObject, s3ThroughSqsEvent } from 'lwa-bridge/testing';
import { beforeAll, vi } from 'vitest';
import { handler } from '../../src/handler.js';

/** The columns of a passenger list. */
export const columns =
  'passenger_id,survived,pclass,name,sex,age,siblings_spouses,parents_children,ticket,fare,cabin,embarked';

/** A passenger list of these rows. */
export const listOf = (rows: readonly string[]): string => `${[columns, ...rows].join('\n')}\n`;

/** What became of an upload. */
export interface Upload extends Delivery {
  /** The fields of the lines that were logged with this message. */
  logged(message: string): object[];
}

/** The buckets `uploads` and `output`, for the tests of one file, and the handler between them. */
export interface Uploads {
  readonly titanic: LocalTitanic;
  /** Stores an object, and gives what its notification tells of it. */
  put(key: string, body: string | Buffer): Promise<S3EventObject>;
  /** Has the handler work on objects, each by a message of its own. */
  notify(objects: readonly S3EventObject[]): Promise<Upload>;
  /** Stores an object and has the handler work on it. */
  upload(key: string, body: string | Buffer): Promise<Upload>;
  /** The text of an object of the output bucket. */
  output(key: string): Promise<string>;
  /** The keys of the output bucket that begin like this. */
  outputKeys(prefix: string): Promise<string[]>;
}

/** Makes {@link Uploads}. The function has the 15 minutes of the template: a list goes through in one. */
export function useUploads(): Uploads {
  const titanic = useTitanic({ buckets: { uploads: {}, output: {}, 'titanic-local-uploads': {} } });
  beforeAll(() => void vi.stubEnv('OUTPUT_BUCKET', 'output'));
  const s3 = () => titanic.platform.clients.s3;
  let count = 0;

  const put: Uploads['put'] = async (key, body) => {
    const command = new PutObjectCommand({ Bucket: 'uploads', Key: key, Body: body });
    const { ETag = '' } = await s3().send(command);
    count += 1;
    const sequencer = count.toString(16).padStart(16, '0');
    return { bucket: 'uploads', key, eTag: ETag.replaceAll('"', ''), sequencer };
  };
  const notify: Uploads['notify'] = async (objects) => {
    const { log, logged } = recordedLog();
    const options = { log, timeoutMs: 900_000 };
    return { ...(await deliver(handler, s3ThroughSqsEvent(objects), options)), logged };
  };
  return {
    titanic,
    put,
    notify,
    upload: async (key, body) => notify([await put(key, body)]),
    async output(key) {
      const command = new GetObjectCommand({ Bucket: 'output', Key: key });
      const { Body } = await s3().send(command);
      return (await Body?.transformToString()) ?? '';
    },
    async outputKeys(prefix) {
      const command = new ListObjectsV2Command({ Bucket: 'output', Prefix: prefix });
      const { Contents = [] } = await s3().send(command);
      return Contents.map(({ Key = '' }) => Key);
    },
  };
}

/** A logger that keeps what it is told. */
function recordedLog(): { log: Logger; logged: Upload['logged'] } {
  const lines: { fields: object; message: string }[] = [];
  const write = (fields: object, message: string) => void lines.push({ fields, message });
  return {
    log: { debug: write, info: write, warn: write, error: write },
    logged: (message) => lines.flatMap((line) => (line.message === message ? [line.fields] : [])),
  };
}
