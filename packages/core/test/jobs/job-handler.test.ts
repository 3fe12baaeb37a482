import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { NonRetriableError } from '../../src/errors.js';
import {
  createJobQueue,
  type JobHandlerOptions,
  type JobHandlers,
  type JobQueue,
  jobHandler,
  memoryStore,
} from '../../src/jobs/index.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { begin } from './support/as-worker.js';
import { eventContext, type TestInvocation } from './support/event-context.js';
import { type JobServices, startJobServices } from './support/job-services.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const definitions = {
  analyse: { input: z.object({ ticket: z.string() }), output: z.object({ text: z.string() }) },
};
type Analyse = JobHandlers<typeof definitions>['analyse'];

let services: JobServices;
let jobs: JobQueue<typeof definitions>;

beforeEach(async () => {
  services = await startJobServices();
  jobs = createJobQueue(definitions, services.options);
});
afterEach(() => services.close());

const enqueue = (ticket: string) => jobs.enqueue('analyse', { ticket });
const worker = (analyse: Analyse, options: JobHandlerOptions = {}) =>
  jobHandler(jobs, { analyse }, { sqsClient: services.sqs.client, ...options });

// One poll of an event source mapping: what the function does not report failed is deleted.
async function poll(
  handler: ReturnType<typeof worker>,
  invocation: TestInvocation = eventContext(60_000),
) {
  const event = await services.sqs.receive();
  const { batchItemFailures } = await handler(event, invocation.context);
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const ids = event.Records.map(({ messageId }) => messageId);
  await services.sqs.remove(ids.filter((id) => !failed.has(id)));
  return { received: ids.length, failed: failed.size };
}

describe('the whole way', () => {
  it('takes 1 write and 1 send to enqueue, 2 writes to work', async () => {
    const { id } = await enqueue('PC 17755');
    const counts = await poll(worker(({ ticket }) => ({ text: `about ${ticket}` })));
    expect(counts).toEqual({ received: 1, failed: 0 });
    const job = await jobs.get(id);
    expect(job).toMatchObject({ status: 'COMPLETED', output: { text: 'about PC 17755' } });
    expect(services.sqs.counts()).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
    expect(services.dynamodbProxy.operations).toEqual([
      'PutItem',
      'UpdateItem',
      'UpdateItem',
      'GetItem', // jobs.get above
    ]);
    expect(services.sqsProxy.operations).toEqual(['SendMessageBatch']);
  });

  it('runs a job once, however often its message comes', async () => {
    const { id } = await enqueue('1');
    for (let copy = 0; copy < 9; copy += 1) await jobs.retry(id);
    let runs = 0;
    const handler = worker(async () => {
      runs += 1;
      await sleep(50);
      return { text: 'done' };
    });
    // Ten copies, three functions: one claims, the others put theirs off until it is done.
    const event = await services.sqs.receive();
    expect(event.Records).toHaveLength(10);
    const parts = [0, 1, 2].map((part) => ({
      Records: event.Records.filter((_, index) => index % 3 === part),
    }));
    const replies = await Promise.all(
      parts.map((part) => handler(part, eventContext(60_000).context)),
    );
    expect(runs).toBe(1);
    const failed = replies.flatMap(({ batchItemFailures }) => batchItemFailures);
    // At least the first copy of each of the others; whatever comes after the end is acknowledged.
    expect(failed.length).toBeGreaterThanOrEqual(2);
    expect(failed.length).toBeLessThan(10);
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', attempt: 1 });
  });

  it('tries again after the back-off, and ends in FAILED', async () => {
    const { id } = await enqueue('1');
    let failedJob: unknown;
    const handler = worker(
      (_input, { job }) => {
        throw new Error(`attempt ${job.attempt}`);
      },
      {
        maxAttempts: 2,
        retryDelay: () => 1,
        onFailed: (job) => {
          failedJob = job;
        },
      },
    );
    expect(await poll(handler)).toEqual({ received: 1, failed: 1 });
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', lastError: 'attempt 1' });
    const [hidden] = services.sqs.hiddenFor();
    expect(hidden).toBeGreaterThan(0);
    expect(hidden).toBeLessThanOrEqual(1);

    await expect.poll(() => poll(handler), { timeout: 4000 }).toEqual({ received: 1, failed: 0 });
    expect(failedJob).toMatchObject({ id, error: 'attempt 2' });
    expect(await jobs.get(id)).toEqual(failedJob);
    expect(services.sqs.counts()).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
  });

  it('puts a message off until the lease of the one who holds the job is over', async () => {
    const { id } = await enqueue('1');
    await begin(jobs.parts.store, id);
    expect(await poll(worker(() => ({ text: 'never' })))).toEqual({ received: 1, failed: 1 });
    const [hidden] = services.sqs.hiddenFor();
    expect(hidden).toBeGreaterThan(55);
    expect(hidden).toBeLessThan(66);
  });

  it('takes no attempt of a job whose claim was throttled', async () => {
    const { id } = await enqueue('1');
    services.dynamodbProxy.break('UpdateItem', 'throttle', 'throttle');
    const invocation = eventContext(60_000);
    const counts = await poll(
      worker(() => ({ text: 'never' })),
      invocation,
    );
    expect(counts).toEqual({ received: 1, failed: 1 });
    expect(invocation.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        err: expect.objectContaining({ code: 'ERR_JOB_STORE' }),
      }),
    );
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', attempt: 0 });
  });

  it('is not undone by answers that get lost', async () => {
    const { id } = await enqueue('1');
    services.dynamodbProxy.break('UpdateItem', 'lose-answer', 'error-after');
    let runs = 0;
    const handler = worker(() => {
      runs += 1;
      return { text: 'once' };
    });
    expect(await poll(handler)).toEqual({ received: 1, failed: 0 });
    expect(runs).toBe(1);
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', attempt: 1 });
  });

  it('takes the job of another program: a row with three attributes and a message', async () => {
    await services.dynamodb.writeItem({
      job_id: { S: 'theirs' },
      status: { S: 'PENDING' },
      input_data: { S: '{"ticket":"7"}' },
      user: { S: 'ada' },
    });
    const QueueUrl = services.sqs.queueUrl;
    const MessageBody = '{"job_id": "theirs", "sent_by": "python"}';
    await services.sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await poll(worker(({ ticket }) => ({ text: ticket })));
    expect(await services.dynamodb.readItem('theirs')).toMatchObject({
      status: { S: 'COMPLETED' },
      result: { S: '{"text":"7"}' },
      user: { S: 'ada' },
    });
  });
});

describe('a batch', () => {
  it('runs one job after the other', async () => {
    await jobs.enqueueAll(
      ['1', '2', '3'].map((ticket) => ({ type: 'analyse', input: { ticket } })),
    );
    let running = 0;
    let most = 0;
    const analyse: Analyse = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(20);
      running -= 1;
      return { text: 'done' };
    };
    expect(await poll(worker(analyse))).toEqual({ received: 3, failed: 0 });
    expect(most).toBe(1);

    await jobs.enqueueAll(
      ['4', '5', '6'].map((ticket) => ({ type: 'analyse', input: { ticket } })),
    );
    await poll(worker(analyse, { concurrency: 3 }));
    expect(most).toBe(3);
  });

  it('reports what did not end, and nothing else; all failed is no failed invocation', async () => {
    await enqueue('good');
    await enqueue('bad');
    await enqueue('hopeless');
    const analyse: Analyse = ({ ticket }) => {
      if (ticket === 'bad') throw new Error('not now');
      if (ticket === 'hopeless') throw new NonRetriableError('never');
      return { text: 'done' };
    };
    expect(await poll(worker(analyse))).toEqual({ received: 3, failed: 1 });
  });

  it.each([
    ['a job that is not there', { job_id: 'nobody' }, 'ERR_JOB_NOT_FOUND'],
    ['no job_id', { id: '1' }, 'ERR_MALFORMED_BODY'],
    ['an empty job_id', { job_id: '' }, 'ERR_MALFORMED_BODY'],
    ['a number as job_id', { job_id: 7 }, 'ERR_MALFORMED_BODY'],
    ['a text', 'test', 'ERR_MALFORMED_BODY'],
    ['null', null, 'ERR_MALFORMED_BODY'],
  ])('reports %s failed', async (_what, body, code) => {
    const event = sqsEvent([body]);
    const { context, lines } = eventContext(60_000);
    const reply = await worker(() => ({ text: 'never' }))(event, context);
    expect(reply).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', err: expect.objectContaining({ code }) }),
    );
  });

  it('names the table where a job is not there', async () => {
    const handler = worker(() => ({ text: 'never' }));
    const event = { Records: [{ body: '{"job_id":"test-123"}' }] };
    const { error } = await deliver(handler, event as never, { log: eventContext().context.log });
    expect(String(error)).toContain(`there is no job test-123 in table ${services.dynamodb.table}`);
  });

  it('can acknowledge what is no job', async () => {
    const handler = worker(() => ({ text: 'never' }), { onNonRetriable: 'acknowledge' });
    const event = sqsEvent([{ id: 1 }, { job_id: 'nobody' }]);
    expect(await handler(event, eventContext().context)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-2' }],
    });
  });

  it('is refused from a FIFO queue', async () => {
    const event = sqsEvent([{ job_id: '1' }], { queueName: 'jobs.fifo' });
    const { context, lines } = eventContext();
    const reply = await worker(() => ({ text: 'never' }))(event, context);
    expect(reply.batchItemFailures).toHaveLength(1);
    expect(lines[0]).toMatchObject({ err: { code: 'ERR_SETTINGS' } });
  });

  it('fails the invocation where the mapping cannot take partial failures', async () => {
    await enqueue('1');
    const handler = worker(
      () => {
        throw new Error('not now');
      },
      { reportBatchItemFailures: false },
    );
    await expect(poll(handler)).rejects.toMatchObject({ code: 'ERR_BATCH_FAILED' });
  });
});

describe('time', () => {
  it('that is short: a job is not begun, and its message comes back soon', async () => {
    const { id } = await enqueue('1');
    const handler = worker(() => ({ text: 'never' }), { minTime: 20_000 });
    expect(await poll(handler, eventContext(15_000))).toEqual({ received: 1, failed: 1 });
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', attempt: 0 });
    expect(services.sqs.hiddenFor()[0]).toBeLessThanOrEqual(5);
  });

  it('that is short from the beginning is enough: by default half of it has to be left', async () => {
    await enqueue('1');
    await enqueue('2');
    const handler = worker(async () => {
      await sleep(1100);
      return { text: 'done' };
    });
    expect(await poll(handler, eventContext(2000))).toEqual({ received: 2, failed: 1 });
  });

  it('that is up: no early reply while a handler runs', async () => {
    const [slow, second] = [await enqueue('1'), await enqueue('2')];
    let finish: (output: { text: string }) => void = () => {};
    const handler = worker(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    const invocation = eventContext(60_000);
    const event = await services.sqs.receive();
    let replied = false;
    const reply = handler(event, invocation.context).finally(() => {
      replied = true;
    });
    await expect.poll(async () => (await jobs.get(slow.id))?.status).toBe('PROCESSING');
    invocation.abort();
    await sleep(100);
    expect(replied).toBe(false);

    finish({ text: 'just in time' });
    // What the time was up for is reported failed, also where it ended after all: the message comes
    // again and is then acknowledged. What had not begun is left alone.
    expect((await reply).batchItemFailures).toHaveLength(2);
    expect(await jobs.get(slow.id)).toMatchObject({ status: 'COMPLETED' });
    expect(await jobs.get(second.id)).toMatchObject({ status: 'PENDING', attempt: 0 });
    const duplicate = { Records: event.Records.slice(0, 1) };
    expect(await handler(duplicate, eventContext(60_000).context)).toEqual({
      batchItemFailures: [],
    });
  });

  it('that is up: behind the adapter, a handler that never ends times the invocation out', async () => {
    const done = await enqueue('1');
    const stuck = await enqueue('2');
    const handler = worker(({ ticket }) =>
      ticket === '1' ? { text: 'done' } : new Promise(() => {}),
    );
    const event = await services.sqs.receive();
    const began = Date.now();
    const { log } = eventContext().context;
    const { error, returned } = await deliver(handler, event, { timeoutMs: 2500, log });
    // No reply at the signal, a second before: a function error at the deadline, all messages back.
    expect(Date.now() - began).toBeGreaterThan(2300);
    expect(String(error)).toMatch(/timed out|deadline/);
    expect(returned).toHaveLength(2);
    expect(await jobs.get(done.id)).toMatchObject({ status: 'COMPLETED' });
    expect(await jobs.get(stuck.id)).toMatchObject({ status: 'PROCESSING', attempt: 1 });
  });

  it('that is up: a handler that stops by its signal is tried again', async () => {
    const { id } = await enqueue('1');
    const handler = worker(
      (_input, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
      { retryDelay: () => 7 },
    );
    const invocation = eventContext(60_000);
    const reply = poll(handler, invocation);
    await expect.poll(async () => (await jobs.get(id))?.status).toBe('PROCESSING');
    invocation.abort();
    expect(await reply).toEqual({ received: 1, failed: 1 });
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', lastError: 'stopped' });
    expect(services.sqs.hiddenFor()[0]).toBeLessThanOrEqual(7);
  });

  it('that is up in one invocation says nothing about another one', async () => {
    await enqueue('1');
    const [stuck, free] = [eventContext(60_000), eventContext(60_000)];
    const handler = worker(({ ticket }) =>
      ticket === '1' ? new Promise(() => {}) : { text: 'done' },
    );
    const event = await services.sqs.receive();
    void handler(event, stuck.context);
    await expect.poll(() => services.dynamodbProxy.operations).toContain('UpdateItem');
    stuck.abort();
    await enqueue('2');
    expect(await poll(handler, free)).toEqual({ received: 1, failed: 0 });
  });
});

describe('settings', () => {
  const store = memoryStore();
  const local = createJobQueue(definitions, { store });
  const analyse = () => ({ text: 'done' });

  it('need a handler for each type', () => {
    // @ts-expect-error: does not compile either
    expect(() => jobHandler(local, {})).toThrow(/handlers.analyse: a function, got undefined/);
  });

  it.each([
    [{ maxAttempts: 0 }, /maxAttempts/],
    [{ maxAttempts: 1.5 }, /maxAttempts/],
    [{ minTime: -1 }, /minTime/],
    [{ leaseTime: 0 }, /leaseTime/],
    [{ progressInterval: -1 }, /progressInterval/],
    [{ concurrency: 0 }, /concurrency/],
  ])('refuse %o', (options, message) => {
    expect(() => jobHandler(local, { analyse }, options)).toThrow(message);
  });
});
