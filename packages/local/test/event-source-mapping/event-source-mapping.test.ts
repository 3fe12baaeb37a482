import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SqsEvent } from 'lwa-bridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EventSourceMappingOptions,
  startEventSourceMapping,
} from '../../src/event-source-mapping/event-source-mapping.js';
import type { LocalEvent } from '../../src/local-event.js';
import { createQueues, type Queue, type QueueDefinition } from '../../src/resources/queues.js';
import { type Services, startServices } from '../../src/services/services.js';

let services: Services;
let queueCount = 0;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  services = await startServices({ env: {} });
});
// All at once at the end: a poll takes up to a second to run out, and each test has its own queue.
afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  await services.close();
});

type Batch = { ids: string[]; bodies: string[]; counts: string[] };

async function start(
  reply: (batch: Batch) => unknown,
  {
    queue: definition = {},
    bodies = [],
    ...settings
  }: Partial<Omit<EventSourceMappingOptions, 'queue'>> & {
    queue?: QueueDefinition & { fifo?: boolean };
    bodies?: string[];
  } = {},
) {
  const { sqs } = services.clients;
  const { fifo, ...attributes } = definition;
  queueCount += 1;
  const name = `queue-${queueCount}${fifo ? '.fifo' : ''}`;
  const dead = `dead-${queueCount}${fifo ? '.fifo' : ''}`;
  const queues: Record<string, Queue> = await createQueues(
    sqs,
    {
      [dead]: {},
      [name]: {
        visibilityTimeout: 1,
        ...attributes,
        redrive: { deadLetterQueue: dead, maxReceiveCount: 2 },
      },
    },
    () => {},
  );
  const [deadQueue, queue] = Object.values(queues);
  if (!queue || !deadQueue) throw new Error('no queues');
  if (bodies.length > 0) await send(queue, bodies);

  const batches: Batch[] = [];
  const events: LocalEvent[] = [];
  const mapping = startEventSourceMapping({
    reportBatchItemFailures: true,
    onEvent: (event) => events.push(event),
    ...settings,
    sqs,
    queue,
    function: {
      name: 'worker',
      async invoke(event) {
        const { Records } = event as SqsEvent;
        const batch = {
          ids: Records.map(({ messageId }) => messageId),
          bodies: Records.map(({ body }) => body),
          counts: Records.map(({ attributes }) => attributes.ApproximateReceiveCount),
        };
        batches.push(batch);
        return reply(batch);
      },
    },
  });
  closers.push(mapping.close);
  const ended = () => events.filter((event) => event.type === 'batch-ended');
  return { mapping, queue, deadQueue, batches, events, ended };
}

async function send({ url: QueueUrl, name }: Queue, bodies: string[]): Promise<void> {
  for (let from = 0; from < bodies.length; from += 10) {
    const Entries = bodies.slice(from, from + 10).map((MessageBody, index) => ({
      Id: String(index),
      MessageBody,
      ...(name.endsWith('.fifo') && {
        MessageGroupId: MessageBody.charAt(0),
        MessageDeduplicationId: MessageBody,
      }),
    }));
    await services.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

async function countOf({ url: QueueUrl }: Queue): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await services.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

describe('a batch', () => {
  it('that succeeds is deleted', async () => {
    const { ended, queue, batches } = await start(() => null, { bodies: numbers(3) });
    await expect.poll(ended).toHaveLength(1);
    expect(batches[0]?.bodies.sort()).toEqual(numbers(3));
    expect(await countOf(queue)).toBe(0);
    expect(ended()[0]).toEqual({
      type: 'batch-ended',
      queue: queue.name,
      function: 'worker',
      ms: expect.any(Number),
      deleted: batches[0]?.ids,
      returned: [],
    });
  });

  it('that fails in part: only what is listed comes back, then goes to the dead-letter queue', async () => {
    const { ended, queue, deadQueue, batches } = await start(
      ({ ids, bodies }) => ({
        batchItemFailures: ids
          .filter((_id, index) => bodies[index] === '1')
          .map((itemIdentifier) => ({ itemIdentifier })),
      }),
      { bodies: numbers(3) },
    );
    await expect.poll(() => countOf(deadQueue), { timeout: 8000 }).toBe(1);
    expect(await countOf(queue)).toBe(0);
    expect(batches.map(({ bodies, counts }) => [bodies.length, counts])).toEqual([
      [3, ['1', '1', '1']],
      [1, ['2']],
    ]);
    expect(ended()[0]).toMatchObject({ deleted: { length: 2 }, returned: { length: 1 } });
  });

  it('whose invocation fails comes back as a whole', async () => {
    const error = new Error('no');
    let failures = 0;
    const { ended, queue, batches } = await start(
      () => {
        failures += 1;
        if (failures === 1) throw error;
      },
      { bodies: numbers(2) },
    );
    await expect.poll(ended, { timeout: 8000 }).toHaveLength(2);
    expect(ended()[0]).toMatchObject({ deleted: [], returned: { length: 2 }, error });
    expect(batches[1]?.counts).toEqual(['2', '2']);
    expect(await countOf(queue)).toBe(0);
  });

  it('whose reply cannot be read comes back as a whole, with the reason', async () => {
    const { ended } = await start(() => ({ batchItemFailures: [{ itemIdentifier: 'x' }] }), {
      bodies: numbers(2),
    });
    await expect.poll(ended).toHaveLength(1);
    expect(ended()[0]).toMatchObject({
      deleted: [],
      returned: { length: 2 },
      reason: expect.stringContaining('not of this batch'),
    });
  });

  it('is lost in part where ReportBatchItemFailures is off, and told so', async () => {
    const { ended, queue } = await start(
      ({ ids }) => ({ batchItemFailures: [{ itemIdentifier: ids[0] }] }),
      { bodies: numbers(2), reportBatchItemFailures: false },
    );
    await expect.poll(ended).toHaveLength(1);
    expect(ended()[0]).toMatchObject({
      deleted: { length: 2 },
      returned: [],
      reason: expect.stringContaining('ReportBatchItemFailures is off'),
    });
    expect(await countOf(queue)).toBe(0);
  });
});

describe('batching', () => {
  it('keeps to the batch size', async () => {
    const { batches, queue } = await start(() => null, { bodies: numbers(7), batchSize: 3 });
    await expect.poll(() => countOf(queue)).toBe(0);
    expect(batches.map(({ ids }) => ids.length)).toEqual([3, 3, 1]);
  });

  it('fills a large batch by several receives', async () => {
    const { batches, queue } = await start(() => null, {
      bodies: numbers(35),
      batchSize: 30,
      maximumBatchingWindow: 1,
      queue: { visibilityTimeout: 30 },
    });
    await expect.poll(() => countOf(queue), { timeout: 8000 }).toBe(0);
    expect(batches.map(({ ids }) => ids.length)).toEqual([30, 5]);
  });

  it('waits for its window, and takes what comes meanwhile', async () => {
    const { batches, queue } = await start(() => null, {
      bodies: ['first'],
      maximumBatchingWindow: 1,
      queue: { visibilityTimeout: 30 },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await send(queue, ['second']);
    await expect.poll(() => batches, { timeout: 5000 }).toHaveLength(1);
    expect(batches[0]?.bodies).toEqual(['first', 'second']);
  });

  it('divides what is over 6 MB', async () => {
    const { sqs } = services.clients;
    const { batches, queue } = await start(() => null, { queue: { visibilityTimeout: 30 } });
    const MessageBody = 'x'.repeat(1_000_000);
    // In flight at once, so that one receive gets several.
    await Promise.all(
      numbers(10).map(() => sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }))),
    );
    await expect.poll(() => batches.flatMap(({ ids }) => ids).length).toBe(10);
    for (const { bodies } of batches) expect(bodies.length).toBeLessThanOrEqual(6);
    await expect.poll(() => countOf(queue)).toBe(0);
  });
});

describe('concurrency', () => {
  async function mostAtOnce(maximumConcurrency?: number): Promise<number> {
    let running = 0;
    let most = 0;
    const { queue } = await start(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 150));
        running -= 1;
      },
      { bodies: numbers(6), batchSize: 1, maximumConcurrency, queue: { visibilityTimeout: 30 } },
    );
    await expect.poll(() => countOf(queue), { timeout: 8000 }).toBe(0);
    return most;
  }

  it('is one batch at a time unless more are asked for', async () => {
    expect(await mostAtOnce()).toBe(1);
  });

  it('is as asked for', async () => {
    expect(await mostAtOnce(3)).toBe(3);
  });
});

it('keeps the order of each group of a FIFO queue', async () => {
  const seen: string[] = [];
  const { queue } = await start(({ bodies }) => void seen.push(...bodies), {
    queue: { fifo: true, visibilityTimeout: 30 },
    bodies: ['a1', 'b1', 'a2', 'b2', 'a3'],
  });
  await expect.poll(() => countOf(queue), { timeout: 8000 }).toBe(0);
  expect(seen.filter((body) => body.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  expect(seen.filter((body) => body.startsWith('b'))).toEqual(['b1', 'b2']);
});

describe('close', () => {
  it('waits for the running batch, and receives nothing more', async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { mapping, batches, queue, ended } = await start(() => finished, {
      bodies: ['first'],
      queue: { visibilityTimeout: 30 },
    });
    await expect.poll(() => batches).toHaveLength(1);
    const closing = mapping.close();
    await send(queue, ['late']);
    expect(ended()).toHaveLength(0);
    finish();
    await closing;
    expect(ended()).toHaveLength(1);
    expect(batches).toHaveLength(1);
    expect(await countOf(queue)).toBe(1);
  });

  it('takes no longer than a poll where the queue is empty, and hides no message', async () => {
    const { mapping, queue } = await start(() => null);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = performance.now();
    await mapping.close();
    expect(performance.now() - started).toBeLessThan(2000);
    await send(queue, ['later']);
    const { Attributes } = await services.clients.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queue.url,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    expect(Attributes?.ApproximateNumberOfMessages).toBe('1');
  });

  it('delivers what a batching window has gathered', async () => {
    const { mapping, batches, queue } = await start(() => null, {
      bodies: ['first'],
      maximumBatchingWindow: 300,
      queue: { visibilityTimeout: 30 },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await mapping.close();
    expect(batches.map(({ bodies }) => bodies)).toEqual([['first']]);
    expect(await countOf(queue)).toBe(0);
  });
});

describe('a queue that cannot be read', () => {
  it('is told, and tried again', async () => {
    let requests = 0;
    const server = createServer((request, response) => {
      requests += 1;
      request.resume();
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(
        JSON.stringify({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'gone' }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(async () => void server.close());
    const sqs = new SQSClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const events: LocalEvent[] = [];
    const mapping = startEventSourceMapping({
      queue: { name: 'q', url: 'http://127.0.0.1/000000000000/q', arn: 'arn:aws:sqs:r:0:q' },
      function: { name: 'worker', invoke: async () => null },
      sqs,
      onEvent: (event) => events.push(event),
    });
    closers.push(mapping.close);
    await expect.poll(() => events.length, { timeout: 5000 }).toBeGreaterThanOrEqual(2);
    expect(events[0]).toMatchObject({ type: 'queue-failed', queue: 'q', action: 'receive' });
    expect(requests).toBeLessThan(5);
    const started = performance.now();
    await mapping.close();
    expect(performance.now() - started).toBeLessThan(500);
  });
});
