import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  createJobQueue,
  type JobHandlers,
  type JobQueue,
  jobHandler,
} from '../../src/jobs/index.js';
import { memoryJobQueue, sqsEvent } from '../../src/testing/index.js';
import { eventContext } from './support/event-context.js';
import { type JobServices, startJobServices } from './support/job-services.js';
import { type LocalS3, s3Client, startLocalS3 } from './support/local-s3.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const definitions = {
  copy: { input: z.object({ text: z.string() }), output: z.object({ text: z.string() }) },
};
const large = 'é'.repeat(300 * 1024);
const location = (key?: string) => `s3://jobs/${key}`;

let services: JobServices;
let s3: LocalS3;
let jobs: JobQueue<typeof definitions>;
beforeAll(async () => {
  services = await startJobServices();
  s3 = await startLocalS3();
});
beforeEach(async () => {
  const { bucket, client } = s3;
  jobs = createJobQueue(definitions, { ...services.options, bucket, s3Client: client });
  for (const key of await s3.keys()) await s3.remove(key);
  services.dynamodbProxy.operations.length = 0;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => Promise.all([services.close(), s3.close()]));

// One delivery of the job's message.
async function work(
  id: string,
  copy: JobHandlers<typeof definitions>['copy'] = ({ text }) => ({ text }),
  options: Parameters<typeof jobHandler>[2] = {},
) {
  const { context, lines } = eventContext(60_000);
  const handler = jobHandler(jobs, { copy }, { sqsClient: services.sqs.client, ...options });
  const { batchItemFailures } = await handler(sqsEvent([{ job_id: id }]), context);
  return { failed: batchItemFailures.length, lines };
}

describe('an input that is too large for its row', () => {
  it('goes to S3, and the row says where', async () => {
    const job = await jobs.enqueue('copy', { text: large });
    expect(job).toMatchObject({ status: 'PENDING', input: { text: large } });
    const [key] = await s3.keys();
    expect(key).toMatch(new RegExp(`^${job.id}/[0-9a-f-]{36}$`));
    expect(await s3.read(key ?? '')).toBe(JSON.stringify({ text: large }));
    const item = await services.dynamodb.readItem(job.id);
    expect(item).toMatchObject({ input_location: { S: location(key) } });
    expect(item).not.toHaveProperty('input_data');
    expect(services.dynamodbProxy.operations).toEqual(['PutItem']);
  });

  it('is there for everyone who asks: get, list, the worker', async () => {
    const from = new Date();
    const { id } = await jobs.enqueue('copy', { text: large });
    expect(await jobs.get(id)).toMatchObject({ input: { text: large } });
    const { jobs: listed } = await jobs.list({ status: 'PENDING', from });
    expect(listed).toMatchObject([{ id, input: { text: large } }]);
    let input: unknown;
    await work(id, (given) => {
      input = given;
      return { text: 'short' };
    });
    expect(input).toEqual({ text: large });
    expect(await jobs.wait(id)).toMatchObject({
      input: { text: large },
      output: { text: 'short' },
    });
  });

  it('is compared where its idempotency key is used again', async () => {
    const again = (text: string) => jobs.enqueue('copy', { text }, { idempotencyKey: large });
    const { id } = await again(large);
    expect(await again(large)).toMatchObject({ id, input: { text: large } });
    await expect(again(`${large}!`)).rejects.toMatchObject({ code: 'ERR_IDEMPOTENCY_CONFLICT' });
    await expect(again('short')).rejects.toMatchObject({ code: 'ERR_IDEMPOTENCY_CONFLICT' });
    expect(await jobs.get(id)).toMatchObject({ input: { text: large } });
  });

  it('that cannot be stored leaves no row behind', async () => {
    const { options } = services;
    const lost = createJobQueue(definitions, { ...options, bucket: 'none', s3Client: s3.client });
    await expect(lost.enqueue('copy', { text: large })).rejects.toMatchObject({
      code: 'ERR_JOB_STORE',
      message: expect.stringMatching(/^a value could not be stored at s3:\/\/none\/.*NoSuchBucket/),
    });
    expect(services.dynamodbProxy.operations).toEqual([]);
  });

  it('that cannot be read costs an attempt, and onFailed is called all the same', async () => {
    const { id } = await jobs.enqueue('copy', { text: large });
    for (const key of await s3.keys()) await s3.remove(key);
    await expect(jobs.get(id)).rejects.toMatchObject({ code: 'ERR_JOB_STORE' });
    const copy = vi.fn();
    const onFailed = vi.fn();
    const { failed, lines } = await work(id, copy, { maxAttempts: 1, onFailed });
    expect(failed).toBe(0);
    expect(copy).not.toHaveBeenCalled();
    expect(onFailed.mock.calls[0]?.[0]).toMatchObject({
      id,
      input: undefined,
      error: expect.stringMatching(/^ERR_JOB_STORE: a value could not be read from s3:/),
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'onFailed is called without the input of the job' }),
    );
  });
});

describe('a result that is too large for its row', () => {
  it('goes to S3 under the job and its lease, and the row says where', async () => {
    const { id } = await jobs.enqueue('copy', { text: 'short' });
    expect(await work(id, () => ({ text: large }))).toMatchObject({ failed: 0 });
    const item = await services.dynamodb.readItem(id);
    const key = `${id}/${item?.lease_token?.S}`;
    expect(await s3.keys()).toEqual([key]);
    expect(item).toMatchObject({ result_location: { S: location(key) } });
    expect(item).not.toHaveProperty('result');
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', output: { text: large } });
    const writes = ['PutItem', 'UpdateItem', 'UpdateItem'];
    expect(services.dynamodbProxy.operations.slice(0, 3)).toEqual(writes);
  });

  it('counts the whole row: with a large input a small result is too large', async () => {
    const { id } = await jobs.enqueue('copy', { text: 'x'.repeat(390 * 1024) });
    expect(await s3.keys()).toEqual([]);
    await work(id, () => ({ text: 'x'.repeat(20 * 1024) }));
    expect(await s3.keys()).toHaveLength(1);
    expect(await jobs.get(id)).toMatchObject({ output: { text: 'x'.repeat(20 * 1024) } });
  });

  it('of a worker that lost its job overwrites nothing', async () => {
    const { id } = await jobs.enqueue('copy', { text: 'short' });
    const { store } = jobs.parts;
    const zombie = await work(id, async () => {
      // Another worker, whose clock says that the lease is over, takes the job and ends it.
      const now = Date.now() + 3_600_000;
      await store.claim({ id, token: 'winner', leaseUntil: now + 1, maxAttempts: 3, now });
      const resultLocation = await jobs.parts.largeValues.put(`${id}/winner`, '{"text":"won"}');
      const outcome = { status: 'COMPLETED', resultLocation } as const;
      await store.settle({ id, token: 'winner', outcome, expiresAt: now, now });
      return { text: large };
    });
    expect(zombie.failed).toBe(1);
    expect(await s3.keys()).toHaveLength(2);
    expect(await jobs.get(id)).toMatchObject({ output: { text: 'won' } });
  });

  it('that cannot be stored is another attempt', async () => {
    const { id } = await jobs.enqueue('copy', { text: 'short' });
    vi.spyOn(jobs.parts.largeValues, 'put').mockRejectedValueOnce(new Error('no route'));
    expect(await work(id, () => ({ text: large }))).toMatchObject({ failed: 1 });
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', lastError: 'no route' });
  });

  it('is replaced by that of a retried job', async () => {
    const { id } = await jobs.enqueue('copy', { text: 'short' });
    const { store } = jobs.parts;
    await work(id, () => ({ text: large }));
    // Another program says that it failed after all.
    const item = await services.dynamodb.readItem(id);
    await services.dynamodb.writeItem({ ...item, status: { S: 'FAILED' } });
    await store.retry({ id, token: 'again', now: Date.now() });
    expect(await services.dynamodb.readItem(id)).not.toHaveProperty('result_location');
    await work(id);
    expect(await jobs.get(id)).toMatchObject({ output: { text: 'short' } });
  });
});

describe('settings', () => {
  it('take the bucket from the environment', async () => {
    vi.stubEnv('JOBS_BUCKET', s3.bucket);
    const bare = createJobQueue(definitions, { ...services.options, s3Client: s3.client });
    await bare.enqueue('copy', { text: large });
    expect(await s3.keys()).toHaveLength(1);
  });

  it('without a bucket, what is too large is an error before anything is written', async () => {
    const bare = createJobQueue(definitions, services.options);
    await expect(bare.enqueue('copy', { text: large })).rejects.toMatchObject({
      code: 'ERR_JOB_TOO_LARGE',
      message: expect.stringContaining('give createJobQueue a bucket'),
    });
    expect(services.dynamodbProxy.operations).toEqual([]);
  });

  it('need no bucket to read: the row says where', async () => {
    const { id } = await jobs.enqueue('copy', { text: large });
    const bare = createJobQueue(definitions, { ...services.options, s3Client: s3.client });
    expect(await bare.get(id)).toMatchObject({ input: { text: large } });
  });

  it('do not let a row point anywhere else', async () => {
    const { id } = await jobs.enqueue('copy', { text: large });
    const item = await services.dynamodb.readItem(id);
    await services.dynamodb.writeItem({ ...item, input_location: { S: '/etc/passwd' } });
    await expect(jobs.get(id)).rejects.toMatchObject({
      code: 'ERR_JOB_STORE',
      message: expect.stringContaining('no location of the form s3://bucket/key'),
    });
  });

  it('notice an answer that is cut short', async () => {
    const client = s3Client(s3.url);
    client.middlewareStack.add(
      (next) => async (args) => {
        const { output, response } = await next(args);
        return { output: { ...output, ContentLength: 7 }, response };
      },
      { step: 'initialize' },
    );
    const { id } = await jobs.enqueue('copy', { text: large });
    const bare = createJobQueue(definitions, { ...services.options, s3Client: client });
    await expect(bare.get(id)).rejects.toThrow(/of 7 bytes \d+ came/);
  });

  it.each([
    ['a bucket', { bucket: 'jobs' }, 'COMPLETED'],
    ['none', {}, 'FAILED'],
  ])('are those of the real queue in memory: %s', async (_what, options, status) => {
    const queue = memoryJobQueue(createJobQueue(definitions, options));
    const { id } = await queue.enqueue('copy', { text: 'short' });
    await queue.drain({ copy: () => ({ text: large }) });
    expect(await queue.get(id)).toMatchObject({ status });
  });
});
