import { readFile } from 'node:fs/promises';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import { uploads } from 'example-titanic/uploads';
import { type EventContext, type Logger, type SqsEvent, serveEvents } from 'lwa-bridge';
import { invoke } from 'lwa-bridge/testing';
import { startEventSourceMapping } from 'lwa-bridge-local';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler } from '../src/handler.js';

// From the upload to the last row: bucket, notification, queue, event source mapping, handler.
const titanic = useTitanic({
  buckets: { lists: { notifications: [{ queue: 'uploads', ...uploads }] }, output: {} },
});
beforeAll(() => void vi.stubEnv('OUTPUT_BUCKET', 'output'));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('a list that does not fit into one invocation', { timeout: 120_000 }, () => {
  it('goes on in next messages to its end; each row comes once', async () => {
    const { logged, until } = await startFunction();
    await upload('passengers/titanic.csv');
    await until('file done');

    expect(logged('the file goes on in a next message')).toMatchObject([
      { hop: 1, rows: 500 },
      { hop: 2, rows: 1000 },
      { hop: 3, rows: 1309 },
    ]);
    expect(logged('csv progress')).toMatchObject([
      { rows: 500, fraction: expect.any(Number), secondsLeft: expect.any(Number) },
      { rows: 1000, rowsPerSecond: expect.any(Number), bytesPerSecond: expect.any(Number) },
      { rows: 1309, fraction: 1, secondsLeft: 0 },
    ]);
    expect(logged('rows stored')).toMatchObject([
      { stored: 500 },
      { stored: 500 },
      { stored: 309 },
    ]);
    expect(logged('file done')).toMatchObject([{ rows: 1309, invalidRows: 0, batches: 3 }]);
    expect(await titanic.countPassengers()).toBe(1309);
    expect(await countExported('titanic.csv')).toBe(3);
  });

  it('is worked on once, also where its notification comes three times', async () => {
    const { bodies, logged, until } = await startFunction();
    await upload('passengers/thrice.csv');
    await until('rows stored');
    // While it is worked on, and when it is done.
    await send(bodies[0]);
    await until('file done');
    await send(bodies[0]);
    await until('skipped a message of a file', 2);

    expect(logged('rows stored')).toHaveLength(3);
    expect(logged('file done')).toHaveLength(1);
    expect(await countExported('thrice.csv')).toBe(3);
  });
});

/** The handler behind its queue; by its context, the time of an invocation is up after one batch. */
async function startFunction() {
  const lines: { message: string; fields: object }[] = [];
  const bodies: string[] = [];
  const { sqs } = titanic.platform.clients;

  const shortOfTime = (event: SqsEvent, context: EventContext) => {
    bodies.push(...event.Records.map(({ body }) => body));
    let isTimeUp = false;
    const write = (fields: object, message: string) => {
      lines.push({ message, fields });
      if (message === 'rows stored') isTimeUp = true;
    };
    const log: Logger = { debug: write, info: write, warn: write, error: write };
    const getRemainingTimeInMillis = () => (isTimeUp ? 1 : context.getRemainingTimeInMillis());
    return handler(event, { ...context, log, getRemainingTimeInMillis });
  };
  const server = serveEvents(shortOfTime, { port: 0, handleSignals: false });
  closers.push(() => server.close());
  await server.ready;
  const mapping = startEventSourceMapping({
    ...{ queue: titanic.platform.queues.uploads, sqs, reportBatchItemFailures: true, batchSize: 1 },
    function: { name: 's3-csv', invoke: (event) => invoke(server, event, { timeoutMs: 900_000 }) },
  });
  closers.push(() => mapping.close());

  const logged = (message: string) =>
    lines.flatMap((line) => (line.message === message ? [line.fields] : []));
  const until = (message: string, times = 1) =>
    vi.waitFor(() => expect(logged(message).length).toBeGreaterThanOrEqual(times), 100_000);
  return { bodies, logged, until };
}

async function upload(key: string): Promise<void> {
  const Body = await readFile(new URL('../data/titanic.csv', import.meta.url));
  await titanic.platform.clients.s3.send(new PutObjectCommand({ Bucket: 'lists', Key: key, Body }));
}

async function send(body = ''): Promise<void> {
  const { clients, queues } = titanic.platform;
  const command = new SendMessageCommand({ QueueUrl: queues.uploads.url, MessageBody: body });
  await clients.sqs.send(command);
}

async function countExported(name: string): Promise<number | undefined> {
  const Prefix = `batches/lists/passengers/${name}#`;
  const command = new ListObjectsV2Command({ Bucket: 'output', Prefix });
  return (await titanic.platform.clients.s3.send(command)).KeyCount;
}
