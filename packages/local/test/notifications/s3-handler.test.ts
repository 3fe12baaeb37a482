import { fileURLToPath } from 'node:url';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalEvent } from '../../src/local-event.js';
import { type LocalPlatform, startLocal } from '../../src/start.js';

let platform: LocalPlatform<'reader', never, 'uploads' | 'results'>;
const events: LocalEvent[] = [];

beforeAll(async () => {
  platform = await startLocal(
    {
      queues: { uploads: {}, results: {} },
      buckets: {
        uploads: {
          notifications: [
            { queue: 'uploads', events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] },
          ],
        },
      },
      functions: {
        reader: {
          file: fileURLToPath(new URL('../fixtures/object-reader.mjs', import.meta.url)),
          environment: ({ queues }) => ({ RESULTS_URL: queues.results.url }),
          eventSources: [{ queue: 'uploads', reportBatchItemFailures: true }],
        },
      },
    },
    { env: {}, onEvent: (event) => events.push(event) },
  );
});

afterAll(() => platform.close());

interface Read {
  key: string;
  size?: number;
  eventName: string;
  id: string;
  text?: string;
}

/** What the function has read next. */
async function nextRead(): Promise<Read | undefined> {
  const { sqs } = platform.clients;
  const QueueUrl = platform.queues.results.url;
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 15 }),
  );
  const [{ ReceiptHandle, Body } = {}] = Messages;
  if (Body === undefined) return undefined;
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return JSON.parse(Buffer.from(Body, 'base64').toString());
}

const upload = (Key: string, Body: string) =>
  platform.clients.s3.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body }));

describe('an upload reaches s3Handler by a notification', () => {
  it.each([
    ['a space', 'in/my passenger list.csv'],
    ['a plus', 'in/a+b.csv'],
    ['percent signs', 'in/100% %41 %2F.csv'],
    ['letters beyond ASCII', 'in/Jürgen 日本.csv'],
    ['an emoji', 'in/🚢.csv'],
    ['signs of XML, URLs and JSON', 'in/&<>"\'?#=;:@,$[]{}|\\^`~!*().csv'],
    ['1,024 bytes', `in/${'€'.repeat(340)}x`],
  ])('with %s in its key, by which it can be read', async (_what, key) => {
    await upload(key, `content of ${key}`);
    const size = Buffer.byteLength(`content of ${key}`);
    const text = `content of ${key}`;
    const id = expect.stringContaining(`uploads/${key}#`);
    expect(await nextRead()).toEqual({ key, size, eventName: 'ObjectCreated:Put', id, text });
  });

  it('as a removal, without a size', async () => {
    const Key = 'in/removed +%.csv';
    await upload(Key, 'x');
    const created = await nextRead();
    await platform.clients.s3.send(new DeleteObjectCommand({ Bucket: 'uploads', Key }));
    const removed = await nextRead();
    expect(removed).toEqual({ key: Key, eventName: 'ObjectRemoved:Delete', id: removed?.id });
    expect(removed?.id).not.toBe(created?.id);
  });

  it('not as a folder marker, and no message of all of these has failed', async () => {
    await upload('in/folder/', '');
    await upload('in/last.csv', 'x');
    expect(await nextRead()).toMatchObject({ key: 'in/last.csv' });
    const failed = events.filter((e) => e.type === 'batch-ended' && e.returned.length > 0);
    expect(failed).toEqual([]);
  });
});
