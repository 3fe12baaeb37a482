import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createJobQueue, type JobQueue } from '../../src/jobs/index.js';
import { begin, completed, end, failed } from './support/as-worker.js';
import { type JobServices, startJobServices } from './support/job-services.js';

const definitions = {
  analyse: { input: z.object({ ticket: z.string() }), output: z.object({ text: z.string() }) },
  tidy: { input: z.object({ day: z.iso.date(), force: z.boolean().default(false) }) },
};

let services: JobServices;
let jobs: JobQueue<typeof definitions>;

beforeAll(async () => {
  services = await startJobServices();
  jobs = createJobQueue(definitions, services.options);
});
beforeEach(async () => {
  await bodies();
  services.dynamodbProxy.operations.length = 0;
  services.sqsProxy.operations.length = 0;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => services.close());

// The bodies of the messages that are visible; they are then gone.
async function bodies(): Promise<unknown[]> {
  const all: unknown[] = [];
  while (services.sqs.counts().ready > 0) {
    const { Records } = await services.sqs.receive();
    all.push(...Records.map(({ body }) => JSON.parse(body)));
    await services.sqs.remove(Records.map(({ messageId }) => messageId));
  }
  return all;
}

describe('enqueue', () => {
  it('stores the job and sends its id: 1 write, 1 send', async () => {
    const job = await jobs.enqueue('analyse', { ticket: 'PC 17755' });
    expect(job).toMatchObject({
      type: 'analyse',
      status: 'PENDING',
      input: { ticket: 'PC 17755' },
      attempt: 0,
    });
    expect(services.dynamodbProxy.operations).toEqual(['PutItem']);
    expect(services.sqsProxy.operations).toEqual(['SendMessageBatch']);
    expect(await bodies()).toEqual([{ job_id: job.id }]);
    expect(await jobs.get(job.id)).toEqual(job);
  });

  it('stores what the schema takes, not what it gives', async () => {
    const job = await jobs.enqueue('tidy', { day: '2026-01-01' });
    expect(await services.dynamodb.readItem(job.id)).toMatchObject({
      input_data: { S: '{"day":"2026-01-01"}' },
      job_type: { S: 'tidy' },
    });
  });

  it('refuses what the schema or JSON refuses; nothing is written', async () => {
    const cycle: { ticket?: unknown } = {};
    cycle.ticket = cycle;
    for (const [input, message] of [
      [{ ticket: 1 }, 'the input of a job analyse is not valid: ticket: '],
      [undefined, 'the input of a job analyse is not JSON: it is of type undefined'],
      [{ ticket: 1n }, 'the input of a job analyse is not JSON'],
      [cycle, 'the input of a job analyse is not JSON'],
    ] as const) {
      await expect(jobs.enqueue('analyse', input as never)).rejects.toMatchObject({
        name: 'NonRetriableError',
        code: 'ERR_VALIDATION',
        message: expect.stringContaining(message),
      });
    }
    expect(services.dynamodbProxy.operations).toEqual([]);
  });

  it('refuses what a worker could not read back: a Date is a string in JSON', async () => {
    const dates = createJobQueue(
      { strict: { input: z.date() }, lenient: { input: z.coerce.date() } },
      services.options,
    );
    await expect(dates.enqueue('strict', new Date(0))).rejects.toMatchObject({
      code: 'ERR_VALIDATION',
    });
    const job = await dates.enqueue('lenient', new Date(0));
    expect(job.input).toBe('1970-01-01T00:00:00.000Z');
  });

  it('refuses an input that DynamoDB cannot hold; nothing is written', async () => {
    const fits = 'x'.repeat(400 * 1024 - 6 * 1024 - 300);
    await jobs.enqueue('analyse', { ticket: fits });
    services.dynamodbProxy.operations.length = 0;
    const ticket = 'é'.repeat(fits.length / 2 + 500);
    await expect(jobs.enqueue('analyse', { ticket })).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'ERR_JOB_TOO_LARGE',
      message: expect.stringContaining('409600'),
    });
    expect(services.dynamodbProxy.operations).toEqual([]);
  });

  it('delays the message and the job alike', async () => {
    const before = Date.now();
    const job = await jobs.enqueue('analyse', { ticket: '1' }, { delaySeconds: 60 });
    expect(services.sqs.counts()).toEqual({ ready: 0, inFlight: 0, delayed: 1 });
    const delay = Number(job.status === 'PENDING' && job.notBefore) - before;
    expect(delay).toBeGreaterThanOrEqual(60_000);
    expect(delay).toBeLessThan(65_000);
  });

  it.each([-1, 901, 1.5, Number.NaN])('refuses a delay of %d seconds', async (delaySeconds) => {
    const job = jobs.enqueue('analyse', { ticket: '1' }, { delaySeconds });
    await expect(job).rejects.toMatchObject({ code: 'ERR_SETTINGS' });
  });

  it('refuses a type that is not defined', async () => {
    const job = jobs.enqueue('toString' as 'tidy', { day: '2026-01-01' });
    await expect(job).rejects.toMatchObject({ code: 'ERR_JOB_TYPE' });
  });

  it('says that the row is stored where the message could not be sent; retry sends it', async () => {
    services.sqsProxy.break('SendMessageBatch', 'drop', 'drop');
    const error = await jobs.enqueue('analyse', { ticket: '1' }).catch((thrown) => thrown);
    expect(error).toMatchObject({
      name: 'EnqueueError',
      code: 'ERR_ENQUEUE',
      message: expect.stringContaining(
        `is stored in table ${services.dynamodb.table}, but was not`,
      ),
      cause: { code: 'ECONNRESET' },
    });
    expect(await jobs.get(error.jobId)).toMatchObject({ status: 'PENDING' });
    expect(await bodies()).toEqual([]);
    expect(await jobs.retry(error.jobId)).toMatchObject({ id: error.jobId, status: 'PENDING' });
    expect(await bodies()).toEqual([{ job_id: error.jobId }]);
  });

  it('refuses a FIFO queue; nothing is written', async () => {
    const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo';
    const fifo = createJobQueue(definitions, { ...services.options, queueUrl });
    await expect(fifo.enqueue('analyse', { ticket: '1' })).rejects.toMatchObject({
      code: 'ERR_SETTINGS',
      message: expect.stringContaining('FIFO'),
    });
    expect(services.dynamodbProxy.operations).toEqual([]);
  });
});

describe('an idempotency key', () => {
  const enqueue = (idempotencyKey: string, ticket = '1') =>
    jobs.enqueue('analyse', { ticket }, { idempotencyKey });

  it('is the job: repeated while it waits, the message is sent again', async () => {
    const [first, second] = [await enqueue('a'), await enqueue('a')];
    expect(second).toEqual(first);
    expect(first.id).toMatch(/^[0-9a-f]{64}$/);
    expect(await bodies()).toEqual([{ job_id: first.id }, { job_id: first.id }]);
  });

  it.each([completed, failed])('changes nothing of a job that is $status', async (outcome) => {
    const { id } = await enqueue(outcome.status);
    await end(jobs.parts.store, id, outcome);
    await bodies();
    expect(await enqueue(outcome.status)).toMatchObject({ id, status: outcome.status });
    expect(await bodies()).toEqual([]);
  });

  it('can be used again when its job is gone', async () => {
    const { id } = await enqueue('gone');
    await end(jobs.parts.store, id, completed, 0);
    expect(await enqueue('gone', '2')).toMatchObject({ id, status: 'PENDING', attempt: 0 });
  });

  it('belongs to its type', async () => {
    const options = { idempotencyKey: 'b' };
    const other = await jobs.enqueue('tidy', { day: '2026-01-01' }, options);
    expect((await enqueue('b')).id).not.toBe(other.id);
  });

  it('with another input is a conflict, whatever the order of its keys', async () => {
    await enqueue('c');
    await expect(enqueue('c', '2')).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'ERR_IDEMPOTENCY_CONFLICT',
    });
    const options = { idempotencyKey: 'd' };
    const first = await jobs.enqueue('tidy', { day: '2026-01-01', force: true }, options);
    const again = await jobs.enqueue('tidy', { force: true, day: '2026-01-01' }, options);
    expect(again).toEqual(first);
  });

  it('is refused where it is empty', async () => {
    await expect(enqueue('')).rejects.toMatchObject({ code: 'ERR_SETTINGS' });
  });

  it('has one job of 20 calls at once', async () => {
    const racers = await Promise.all(Array.from({ length: 20 }, () => enqueue('race')));
    expect(new Set(racers.map(({ id }) => id)).size).toBe(1);
  });
});

describe('get', () => {
  it('gives a job by its state', async () => {
    const { store } = jobs.parts;
    const { id } = await jobs.enqueue('analyse', { ticket: '1' });
    await begin(store, id);
    const held = await jobs.get(id);
    expect(held).toMatchObject({ status: 'PROCESSING', attempt: 1, leaseUntil: expect.any(Date) });
    expect(held).not.toHaveProperty('output');

    const done = await jobs.enqueue('analyse', { ticket: '1' });
    await end(store, done.id, completed);
    const job = await jobs.get(done.id);
    expect(job).toMatchObject({ status: 'COMPLETED', output: { text: 'done' } });
    expect(job).not.toHaveProperty('error');

    const broken = await jobs.enqueue('analyse', { ticket: '1' });
    await end(store, broken.id, failed);
    expect(await jobs.get(broken.id)).toMatchObject({ status: 'FAILED', error: 'no luck' });
  });

  it('gives nothing where there is none', async () => {
    expect(await jobs.get('nobody')).toBeUndefined();
  });

  it('gives nothing once its time is over, although the row is still there', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: '1' });
    await end(jobs.parts.store, id, completed, 0);
    expect(await services.dynamodb.readItem(id)).toBeDefined();
    expect(await jobs.get(id)).toBeUndefined();
  });

  it('shows rows of other programs as they are', async () => {
    const only = createJobQueue({ analyse: definitions.analyse }, services.options);
    await services.dynamodb.writeItem({
      job_id: { S: 'foreign' },
      status: { S: 'FAILED' },
      input_data: { S: 'no JSON' },
      created_at: { S: 'yesterday' },
    });
    expect(await only.get('foreign')).toEqual({
      id: 'foreign',
      type: 'analyse',
      status: 'FAILED',
      input: 'no JSON',
      attempt: 0,
      error: '',
      createdAt: undefined,
      updatedAt: undefined,
      expiresAt: undefined,
    });
    await expect(jobs.get('foreign')).rejects.toMatchObject({
      code: 'ERR_JOB_TYPE',
      message: 'job foreign has no job_type, and there are several: analyse, tidy',
    });
  });

  it('refuses a job of another queue', async () => {
    const { id } = await jobs.enqueue('tidy', { day: '2026-01-01' });
    const only = createJobQueue({ analyse: definitions.analyse }, services.options);
    await expect(only.get(id)).rejects.toMatchObject({ code: 'ERR_JOB_TYPE' });
  });
});

describe('cancel', () => {
  it('ends a job that waits, and keeps it for a while', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: '1' });
    expect(await jobs.cancel(id)).toBe(true);
    const job = await jobs.get(id);
    expect(job).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^ERR_JOB_CANCEL/),
    });
    const days = (Number(job?.status === 'FAILED' && job.expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 2);
    expect(await jobs.cancel(id)).toBe(false);
  });

  it('loses to a worker', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: '1' });
    await begin(jobs.parts.store, id);
    expect(await jobs.cancel(id)).toBe(false);
    expect(await jobs.get(id)).toMatchObject({ status: 'PROCESSING' });
  });

  it('says that there is none, or none any more', async () => {
    const gone = await jobs.enqueue('analyse', { ticket: '1' });
    await end(jobs.parts.store, gone.id, failed, 0);
    for (const id of [gone.id, 'nobody']) {
      await expect(jobs.cancel(id)).rejects.toMatchObject({
        code: 'ERR_JOB_NOT_FOUND',
        message: `there is no job ${id} in table ${services.dynamodb.table}`,
      });
    }
  });
});

describe('retry', () => {
  async function failedJob(): Promise<string> {
    const { id } = await jobs.enqueue('analyse', { ticket: '1' });
    await end(jobs.parts.store, id, failed);
    await bodies();
    return id;
  }

  it('begins a failed job anew and sends its message', async () => {
    const id = await failedJob();
    expect(await jobs.retry(id)).toMatchObject({ id, status: 'PENDING', attempt: 0 });
    expect(await bodies()).toEqual([{ job_id: id }]);
  });

  it('says that the row is PENDING where the message could not be sent', async () => {
    const id = await failedJob();
    services.sqsProxy.break('SendMessageBatch', 'drop', 'drop');
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'ERR_ENQUEUE', jobId: id });
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING' });
    await jobs.retry(id);
    expect(await bodies()).toEqual([{ job_id: id }]);
  });

  it('refuses a job that runs, one that is gone, and one that never was', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: '1' });
    await begin(jobs.parts.store, id);
    await expect(jobs.retry(id)).rejects.toMatchObject({
      code: 'ERR_JOB_STATE',
      message: expect.stringContaining(`job ${id} is PROCESSING`),
    });
    const gone = await jobs.enqueue('analyse', { ticket: '1' });
    await end(jobs.parts.store, gone.id, failed, 0);
    for (const missing of [gone.id, 'nobody']) {
      await expect(jobs.retry(missing)).rejects.toMatchObject({ code: 'ERR_JOB_NOT_FOUND' });
    }
  });
});

describe('settings', () => {
  it('come from the environment, on first use', async () => {
    for (const name of ['JOBS_TABLE', 'JOBS_QUEUE_URL', 'APP_NAMESPACE', 'APP_ENV']) {
      vi.stubEnv(name, undefined);
    }
    const { dynamodb, sqs } = services;
    const bare = createJobQueue(definitions, {
      dynamodbClient: dynamodb.client,
      sqsClient: sqs.client,
    });
    const enqueue = () => bare.enqueue('analyse', { ticket: '1' });
    const isMissing = (name: string) =>
      expect(enqueue()).rejects.toMatchObject({
        code: 'ERR_MISSING_ENV',
        message: expect.stringContaining(`environment variable ${name} is not set`),
      });
    await isMissing('JOBS_TABLE');
    vi.stubEnv('APP_NAMESPACE', 'demo');
    await isMissing('APP_ENV');
    vi.stubEnv('APP_NAMESPACE', '');
    vi.stubEnv('APP_ENV', 'dev');
    await isMissing('APP_NAMESPACE');
    vi.stubEnv('APP_NAMESPACE', 'demo');
    expect(bare.parts.store.table).toBe('demo-dev-jobs');
    vi.stubEnv('JOBS_TABLE', dynamodb.table);
    await isMissing('JOBS_QUEUE_URL');
    vi.stubEnv('JOBS_QUEUE_URL', sqs.queueUrl);
    const { id } = await enqueue();
    expect(await bodies()).toEqual([{ job_id: id }]);
  });

  it('make clients that go to a configured endpoint, whatever the host of the queue', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', services.dynamodb.url);
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', services.sqs.url);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    const { pathname } = new URL(services.sqs.queueUrl);
    const queueUrl = `https://sqs.us-east-1.amazonaws.com${pathname}`;
    const bare = createJobQueue(definitions, { table: services.dynamodb.table, queueUrl });
    const { id } = await bare.enqueue('analyse', { ticket: '1' });
    expect(await bodies()).toEqual([{ job_id: id }]);
  });

  it.each([0, -1, Number.NaN, 1e6])('refuse retentionDays of %d', (retentionDays) => {
    expect(() => createJobQueue(definitions, { retentionDays })).toThrow(/retentionDays/);
  });
});
