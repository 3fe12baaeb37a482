import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalEvent } from '../../src/local-event.js';
import { startNotifications } from '../../src/notifications/notifications.js';
import type { BucketDefinition } from '../../src/resources/buckets.js';
import { createQueues } from '../../src/resources/queues.js';
import { type Services, startServices } from '../../src/services/services.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(buckets: Record<string, BucketDefinition>) {
  const events: LocalEvent[] = [];
  const services = await startServices({ env: {} });
  const { s3, sqs } = services.clients;
  const queues = await createQueues(sqs, { first: {}, second: {} }, () => {});
  for (const Bucket of Object.keys(buckets)) await s3.send(new CreateBucketCommand({ Bucket }));
  const onEvent = (event: LocalEvent) => events.push(event);
  const notifications = await startNotifications(buckets, { queues, services, onEvent });
  closers.push(services.close, notifications.close);

  const received = async (name: 'first' | 'second'): Promise<unknown[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queues[name].url, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body = '' }) => JSON.parse(Body));
  };
  const put = (Bucket: string, Key: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  return { services, queues, notifications, events, received, put };
}

const keysOf = (bodies: unknown[]) =>
  (bodies as { Records?: { s3: { object: { key: string } } }[] }[]).flatMap(({ Records = [] }) =>
    Records.map(({ s3 }) => s3.object.key),
  );

describe('from the embedded S3', () => {
  it('begin with a test event for each queue', async () => {
    const { received } = await start({
      uploads: { notifications: [{ queue: 'first' }, { queue: 'first', prefix: 'x' }] },
      quiet: {},
    });
    expect(await received('first')).toMatchObject([{ Event: 's3:TestEvent', Bucket: 'uploads' }]);
    expect(await received('second')).toEqual([]);
  });

  it('go where the filters say', async () => {
    const { received, put, services, events } = await start({
      uploads: {
        notifications: [
          { queue: 'first', prefix: 'in/', suffix: '.csv' },
          { queue: 'second', events: ['s3:ObjectRemoved:*'] },
        ],
      },
      quiet: {},
    });
    for (const key of ['in/a b.csv', 'in/c.txt', 'd.csv']) await put('uploads', key);
    await put('quiet', 'in/e.csv');
    const removal = new DeleteObjectCommand({ Bucket: 'uploads', Key: 'd.csv' });
    await services.clients.s3.send(removal);
    await expect.poll(() => events.length).toBe(2);

    expect(keysOf(await received('first'))).toEqual(['in/a+b.csv']);
    expect(keysOf(await received('second'))).toEqual(['d.csv']);
    expect(events).toEqual([
      {
        type: 'notification-sent',
        bucket: 'uploads',
        key: 'in/a b.csv',
        eventName: 'ObjectCreated:Put',
        queue: 'first',
      },
      {
        type: 'notification-sent',
        bucket: 'uploads',
        key: 'd.csv',
        eventName: 'ObjectRemoved:Delete',
        queue: 'second',
      },
    ]);
  });

  it('order the uploads of one key by sequencer', async () => {
    const { received, put, events } = await start({
      uploads: { notifications: [{ queue: 'first' }] },
    });
    for (let count = 0; count < 5; count++) await put('uploads', 'same');
    await expect.poll(() => events.length).toBe(5);
    const bodies = (await received('first')).slice(1) as {
      Records: { eventTime: string; s3: { object: { sequencer: string } } }[];
    }[];
    const sequencers = bodies.map(({ Records }) => Records[0]?.s3.object.sequencer);
    expect(new Set(sequencers).size).toBe(5);
  });

  it('that cannot be sent are told', async () => {
    const { services, put, queues, events } = await start({
      uploads: { notifications: [{ queue: 'first' }] },
    });
    const { url: QueueUrl } = queues.first;
    await services.clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await put('uploads', 'k');
    await expect.poll(() => events.length).toBe(1);
    expect(events).toMatchObject([{ type: 'notification-failed', key: 'k', queue: 'first' }]);
  });

  it('stop with close', async () => {
    const { notifications, put, received } = await start({
      uploads: { notifications: [{ queue: 'first' }] },
    });
    await notifications.close();
    await put('uploads', 'late');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(keysOf(await received('first'))).toEqual([]);
  });
});

describe('from a given S3', () => {
  interface Given {
    url: string;
    requests: { url: string; body: string }[];
  }

  async function givenS3(status: number): Promise<Given> {
    const requests: Given['requests'] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      requests.push({ url: request.url ?? '', body });
      response
        .writeHead(status)
        .end(status < 300 ? '' : '<Error><Code>NotImplemented</Code></Error>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
  }

  const buckets = {
    uploads: {
      notifications: [{ queue: 'first', prefix: 'in/', suffix: '.csv' }, { queue: 'second' }],
    },
  };

  async function configure(s3: string, sqs?: string) {
    const elsewhere = await startServices({ env: {} });
    const env = { AWS_ENDPOINT_URL_S3: s3, AWS_ENDPOINT_URL_SQS: sqs && elsewhere.endpoints.sqs };
    const services: Services = await startServices({ env });
    closers.push(elsewhere.close, services.close);
    const queues = await createQueues(services.clients.sqs, { first: {}, second: {} }, () => {});
    return startNotifications(buckets, { queues, services });
  }

  it('are configured there', async () => {
    const { url, requests } = await givenS3(200);
    await configure(url, 'given');
    expect(requests).toHaveLength(1);
    expect(requests[0]?.url).toMatch(/^\/uploads\/?\?notification/);
    const body = requests[0]?.body ?? '';
    expect(body).toContain('<Queue>arn:aws:sqs:us-east-1:000000000000:first</Queue>');
    expect(body).toContain('<Queue>arn:aws:sqs:us-east-1:000000000000:second</Queue>');
    expect(body).toContain('<Event>s3:ObjectCreated:*</Event>');
    expect(body).toContain('<Name>prefix</Name><Value>in/</Value>');
    expect(body).toContain('<Name>suffix</Name><Value>.csv</Value>');
  });

  it('are a clear error where it does not know them', async () => {
    const { url } = await givenS3(501);
    await expect(configure(url, 'given')).rejects.toMatchObject({
      code: 'ERR_SETTINGS',
      message: expect.stringContaining('bucket "uploads"'),
    });
  });

  it('are a clear error where the queues are embedded, out of its reach', async () => {
    const { url, requests } = await givenS3(200);
    await expect(configure(url)).rejects.toMatchObject({
      code: 'ERR_SETTINGS',
      message: expect.stringContaining('AWS_ENDPOINT_URL_S3'),
    });
    expect(requests).toEqual([]);
  });
});
