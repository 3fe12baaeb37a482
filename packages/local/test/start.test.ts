import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalDefinition } from '../src/definition.js';
import type { LocalEvent } from '../src/local-event.js';
import { type StartLocalOptions, startLocal } from '../src/start.js';
import { adapter } from './lambda-service/adapter-under-test.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start<F extends string = never, W extends string = never, Q extends string = never>(
  definition: LocalDefinition<F, W, Q>,
  options: StartLocalOptions = {},
) {
  const events: LocalEvent[] = [];
  const onEvent = (event: LocalEvent) => events.push(event);
  const platform = await startLocal(definition, { env: {}, onEvent, ...options });
  closers.push(platform.close);
  return { platform, events };
}

async function receive(sqs: SQSClient, QueueUrl: string): Promise<unknown[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }),
  );
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

const send = (sqs: SQSClient, QueueUrl: string, body: object) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));

/** Of these URLs, those that something answers on. */
async function answering(urls: string[]): Promise<string[]> {
  const answers = await Promise.allSettled(urls.map((url) => fetch(url)));
  return urls.filter((_url, index) => answers[index]?.status === 'fulfilled');
}

const urlsOf = (events: LocalEvent[]) =>
  events.flatMap((event) =>
    event.type === 'service-ready' || event.type === 'function-ready' ? [event.url] : [],
  );

const worker = { file: fixture('queue-worker.mjs'), timeout: 1 };
const table = { partitionKey: 'id' };
const web = { file: fixture('web-server.mjs') };

/** A queue with a worker that does what the messages say. */
const working = {
  queues: {
    work: { visibilityTimeout: 1, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 2 } },
    dead: {},
    results: {},
  },
  functions: {
    worker: {
      ...worker,
      environment: ({ queues }) => ({ RESULTS_URL: queues.results.url }),
      eventSources: [{ queue: 'work', reportBatchItemFailures: true }],
    },
  },
} satisfies LocalDefinition<'worker', never, 'work' | 'dead' | 'results'>;

describe('an application', () => {
  it('gets an upload through S3, SQS, the mapping and a function', async () => {
    const { platform, events } = await start({
      queues: { uploads: {}, results: {} },
      buckets: { incoming: { notifications: [{ queue: 'uploads', suffix: '.csv' }] } },
      functions: {
        worker: {
          ...worker,
          environment: ({ queues }) => ({ RESULTS_URL: queues.results.url }),
          eventSources: [{ queue: 'uploads', reportBatchItemFailures: true }],
        },
      },
    });
    const { s3, sqs } = platform.clients;
    const results = platform.queues.results.url;
    expect(await receive(sqs, results)).toMatchObject([{ body: { Event: 's3:TestEvent' } }]);

    await s3.send(new PutObjectCommand({ Bucket: 'incoming', Key: 'a.txt', Body: 'no' }));
    await s3.send(new PutObjectCommand({ Bucket: 'incoming', Key: 'a b.csv', Body: 'yes' }));
    expect(await receive(sqs, results)).toMatchObject([
      { body: { Records: [{ s3: { object: { key: 'a+b.csv', size: 3 } } }] } },
    ]);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['notification-sent', 'batch-started', 'batch-ended']),
    );
  });

  it('brings failed messages back and gives them up to the dead-letter queue', async () => {
    const { platform, events } = await start(working);
    const { sqs } = platform.clients;
    await send(sqs, platform.queues.work.url, { do: 'fail' });
    await send(sqs, platform.queues.work.url, { number: 1 });
    expect(await receive(sqs, platform.queues.results.url)).toEqual([
      { body: { number: 1 }, receives: '1' },
    ]);
    expect(await receive(sqs, platform.queues.dead.url)).toEqual([{ do: 'fail' }]);
    const returned = events.filter((e) => e.type === 'batch-ended' && e.returned.length > 0);
    expect(returned).toHaveLength(2);
  });

  it('goes on after a message that ends its function, and one that never settles', async () => {
    const { platform, events } = await start(working);
    const { sqs } = platform.clients;
    await send(sqs, platform.queues.work.url, { do: 'exit' });
    expect(await receive(sqs, platform.queues.dead.url)).toEqual([{ do: 'exit' }]);
    await send(sqs, platform.queues.work.url, { do: 'hang' });
    expect(await receive(sqs, platform.queues.dead.url)).toEqual([{ do: 'hang' }]);
    await send(sqs, platform.queues.work.url, { number: 2 });
    expect(await receive(sqs, platform.queues.results.url)).toMatchObject([
      { body: { number: 2 } },
    ]);
    const errors = events.flatMap((e) => (e.type === 'batch-ended' && e.error ? [e.error] : []));
    expect(errors).toHaveLength(4);
    expect(errors.slice(0, 2)).toEqual(
      Array(2).fill(expect.objectContaining({ errorType: 'Runtime.ExitError' })),
    );
  });

  it('has web functions, tables, Bedrock and functions without event sources', async () => {
    const { platform } = await start({
      tables: { passengers: { partitionKey: 'ticket' } },
      functions: { told: { file: fixture('does-as-told.mjs'), memoryMb: 256 } },
      web: { api: { ...web, environment: { GREETING: 'hello' } } },
      bedrock: () => ({ text: 'yes' }),
    });
    const response = await fetch(new URL('/a', platform.web.api.url));
    expect(await response.json()).toEqual({ path: '/a', greeting: 'hello' });
    const environment = await platform.functions.told.invoke({ do: 'environment' });
    expect(environment).toMatchObject({ ...platform.env, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256' });
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: platform.endpoints.bedrockRuntime,
    });
    const { TableNames } = await platform.clients.dynamodb.send(new ListTablesCommand());
    expect(TableNames).toEqual(['passengers']);
  });

  it('runs a command in place of a file', async () => {
    const command = [process.execPath, fixture('does-as-told.mjs')] as const;
    const { platform } = await start({ functions: { told: { command } } });
    await expect(platform.functions.told.invoke({ a: 1 })).resolves.toMatchObject({
      event: { a: 1 },
    });
  });
});

describe('a start that fails', () => {
  it('leaves nothing behind', async () => {
    const events: LocalEvent[] = [];
    const failing = startLocal(
      {
        ...working,
        functions: {
          ...working.functions,
          broken: { file: fixture('fails-to-start.mjs'), environment: { BEHAVIOUR: 'exit' } },
        },
        web: { api: web },
        bedrock: () => ({}),
      },
      { env: {}, onEvent: (event) => events.push(event) },
    );
    await expect(failing).rejects.toMatchObject({
      code: 'ERR_FUNCTION_START',
      message: expect.stringContaining('function "broken" ended with exit code 7'),
    });
    const urls = urlsOf(events);
    expect(urls.length).toBeGreaterThanOrEqual(5);
    expect(await answering(urls)).toEqual([]);
  });

  it('tells of a taken port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(async () => void server.close());
    const { port } = server.address() as AddressInfo;
    await expect(start({ web: { api: { ...web, port } } })).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
      message: expect.stringContaining(`port ${port}, wanted by "api", is taken`),
    });
  });

  it('starts nothing for what AWS would refuse', async () => {
    const events: LocalEvent[] = [];
    const refused = startLocal(
      { buckets: { uploads: { notifications: [{ queue: 'missing' }] } } },
      { env: {}, onEvent: (event) => events.push(event) },
    );
    await expect(refused).rejects.toMatchObject({ code: 'ERR_SETTINGS' });
    expect(events).toEqual([]);
  });
});

it('uses given endpoints, also what is there already', async () => {
  const { platform: elsewhere } = await start({ queues: { work: {} }, tables: { items: table } });
  const { platform } = await start(
    { ...working, tables: { items: table } },
    { env: { ...elsewhere.env } },
  );
  expect(platform.endpoints).toEqual(elsewhere.endpoints);
  await send(elsewhere.clients.sqs, elsewhere.queues.work.url, { from: 'elsewhere' });
  expect(await receive(elsewhere.clients.sqs, platform.queues.results.url)).toMatchObject([
    { body: { from: 'elsewhere' } },
  ]);
});

it('puts the real adapter before the functions where there is one, unless told otherwise', async () => {
  const definition = { functions: { told: { file: fixture('does-as-told.mjs') } } };
  const env = { LAMBDA_ADAPTER: adapter };
  // Only the adapter needs it, so only behind the adapter it is there.
  const runtimeApi = async (options: StartLocalOptions) => {
    const { platform, events } = await start(definition, options);
    const variables = await platform.functions.told.invoke({ do: 'environment' });
    return [events.some(({ type }) => type === 'adapter-found'), Object.keys(variables as object)];
  };
  const yes = [true, expect.arrayContaining(['AWS_LAMBDA_RUNTIME_API'])];
  const no = [false, expect.not.arrayContaining(['AWS_LAMBDA_RUNTIME_API'])];
  expect(await runtimeApi({ adapter })).toEqual(yes);
  expect(await runtimeApi({ env })).toEqual(yes);
  expect(await runtimeApi({ env, adapter: false })).toEqual(no);
  expect(await runtimeApi({})).toEqual(no);

  const gone = startLocal(definition, { env: {}, adapter: '/no/such/adapter' });
  await expect(gone).rejects.toMatchObject({ code: 'ERR_ADAPTER_NOT_FOUND' });
});

describe('close', () => {
  it('ends everything, and can be called again', async () => {
    const { platform, events } = await start({ ...working, web: { api: web } });
    const urls = urlsOf(events);
    expect(await answering(urls)).toHaveLength(5);
    await platform.close();
    await platform.close();
    expect(await answering(urls)).toEqual([]);
    expect(events.filter(({ type }) => type === 'function-exited')).toEqual([]);
  });

  it('ends a batch that is still running after a few seconds, whose messages come back', async () => {
    const { platform: elsewhere } = await start({});
    const { platform, events } = await start(
      {
        ...working,
        queues: { ...working.queues, work: { visibilityTimeout: 60 } },
        functions: { worker: { ...working.functions.worker, timeout: 60 } },
      },
      { env: elsewhere.env },
    );
    const { url } = platform.queues.work;
    await send(elsewhere.clients.sqs, url, { do: 'hang' });
    await expect.poll(() => events.map(({ type }) => type)).toContain('batch-started');
    const started = performance.now();
    await platform.close();
    expect(performance.now() - started).toBeLessThan(8000);
    expect(events.find(({ type }) => type === 'batch-ended')).toMatchObject({
      type: 'batch-ended',
      deleted: [],
      returned: { length: 1 },
    });
    const { Attributes } = await elsewhere.clients.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesNotVisible: '1' });
  });
});
