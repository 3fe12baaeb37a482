import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createJobQueue, type JobQueue, jobHandler, sweepHandler } from '../../src/jobs/index.js';
import { sqsEvent } from '../../src/testing/index.js';
import { begin, end, failed } from './support/as-worker.js';
import { eventContext } from './support/event-context.js';
import { type JobServices, startJobServices } from './support/job-services.js';
import { dynamoDbClient } from './support/local-dynamodb.js';
import { type LocalS3, s3Client, startLocalS3 } from './support/local-s3.js';
import { sqsClient } from './support/local-sqs.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// docs/iam.md says which actions each call needs. Here each call is made in all the ways that lead
// to another request, and what was asked of AWS must be what is written there: no less, no more.

const document = readFileSync(new URL('../../../../docs/iam.md', import.meta.url), 'utf8');
const definitions = {
  copy: { input: z.object({ text: z.string() }), output: z.object({ text: z.string() }) },
};
const large = 'x'.repeat(500 * 1024);
const small = 'x';

let services: JobServices;
let s3: LocalS3;
let jobs: JobQueue<typeof definitions>;
let options: NonNullable<Parameters<typeof createJobQueue>[1]>;
const asked = new Set<string>();

beforeAll(async () => {
  services = await startJobServices();
  s3 = await startLocalS3();
  const { dynamodb, sqs, dynamodbProxy, sqsProxy } = services;
  options = {
    table: dynamodb.table,
    queueUrl: sqs.queueUrl,
    bucket: s3.bucket,
    dynamodbClient: recorded('dynamodb', dynamoDbClient(dynamodbProxy.url, { maxAttempts: 1 })),
    sqsClient: recorded('sqs', sqsClient(sqsProxy.url, { maxAttempts: 1 })),
    s3Client: recorded('s3', s3Client(s3.url)),
  };
  jobs = createJobQueue(definitions, options);
});
afterAll(() => Promise.all([services.close(), s3.close()]));

// The client, with the action that each of its requests needs noted.
function recorded<Client extends { middlewareStack: { add: unknown } }>(
  service: string,
  client: Client,
): Client {
  const add = client.middlewareStack.add as (middleware: unknown, options: object) => void;
  add(
    (next: (args: unknown) => unknown, { commandName }: { commandName: string }) =>
      (args: unknown) => {
        const name = commandName.replace(/Command$/, '');
        // SQS has no action for a batch: whoever may send one message may send ten.
        asked.add(`${service}:${name === 'SendMessageBatch' ? 'SendMessage' : name}`);
        return next(args);
      },
    { step: 'initialize' },
  );
  return client;
}

function documented(call: string): string[] {
  const rows = document.split('\n').filter((line) => line.startsWith('| `'));
  const row = rows.find((line) => line.split('|')[1]?.includes(`\`${call}\``));
  return (row?.match(/\w+:[A-Z]\w+/g) ?? []).toSorted();
}

async function actionsOf(run: () => Promise<unknown>): Promise<string[]> {
  asked.clear();
  await run();
  return [...asked].toSorted();
}

const enqueue = async (text: string) => (await jobs.enqueue('copy', { text })).id;
const loseAnswer = (operation: string) => services.dynamodbProxy.break(operation, 'lose-answer');

async function work(id: string, output: string) {
  const { context } = eventContext(60_000);
  const handler = jobHandler(
    jobs,
    {
      async copy(_input, { job }) {
        job.progress(1);
        return { text: output };
      },
    },
    options.sqsClient && { sqsClient: options.sqsClient },
  );
  return handler(sqsEvent([{ job_id: id }]), context);
}

const calls: Record<string, () => Promise<unknown>> = {
  async enqueue() {
    const keyed = () => jobs.enqueue('copy', { text: large }, { idempotencyKey: 'once' });
    await keyed();
    await keyed();
    loseAnswer('PutItem');
    await enqueue(small);
  },
  async enqueueAll() {
    const entry = { type: 'copy', input: { text: large }, idempotencyKey: 'all' } as const;
    await jobs.enqueueAll([entry]);
    await jobs.enqueueAll([entry]);
    loseAnswer('PutItem');
    await jobs.enqueueAll([{ type: 'copy', input: { text: small } }]);
  },
  async get() {
    await jobs.get('large');
    await jobs.get('nobody');
  },
  wait: () => jobs.wait('large'),
  list: () => jobs.list({ status: 'FAILED' }),
  async cancel() {
    loseAnswer('UpdateItem');
    await jobs.cancel('small');
    await jobs.cancel('small');
  },
  async retry() {
    loseAnswer('UpdateItem');
    await jobs.retry('large');
  },
  async sweep() {
    loseAnswer('UpdateItem');
    await jobs.sweep({ age: 1, quietTime: 1 });
  },
  async sweepHandler() {
    loseAnswer('UpdateItem');
    await sweepHandler(jobs, { age: 1, quietTime: 1 })({}, eventContext(60_000).context);
  },
  async jobHandler() {
    loseAnswer('UpdateItem');
    await work('large', large);
    await begin(jobs.parts.store, 'small');
    // Held by another worker: put off.
    await work('small', small);
  },
};

// Two jobs by these names: one with a large input that has failed, and one that waits.
async function prepare() {
  const { store } = jobs.parts;
  const { dynamodb } = services;
  for (const [name, text] of [
    ['large', large],
    ['small', small],
  ] as const) {
    await dynamodb.deleteItem(name);
    const item = await dynamodb.readItem(await enqueue(text));
    await dynamodb.writeItem({ ...item, job_id: { S: name } });
  }
  await end(store, 'large', failed);
}

describe('docs/iam.md names the actions of', () => {
  it.each(Object.entries(calls))('%s', async (call, run) => {
    await prepare();
    if (call === 'jobHandler') await jobs.retry('large');
    const actions = await actionsOf(run);
    expect(actions).toEqual(documented(call));
    expect(actions.length).toBeGreaterThan(0);
  });

  it('every call, and no other', () => {
    const queue = Object.entries(jobs).filter(([, value]) => typeof value === 'function');
    const names = [...queue.map(([name]) => name), 'jobHandler', 'sweepHandler'];
    expect(names.toSorted()).toEqual(Object.keys(calls).toSorted());
  });
});
