import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createJobQueue, sweepHandler } from '../../src/jobs/index.js';
import {
  invoke,
  type MemoryJobQueue,
  memoryJobQueue,
  scheduledEvent,
} from '../../src/testing/index.js';
import { eventContext } from './support/event-context.js';

const definitions = { count: { input: z.number() } };
const defined = createJobQueue(definitions);

let jobs: MemoryJobQueue<typeof definitions>;
let id: string;
beforeEach(async () => {
  jobs = memoryJobQueue(defined);
  // A job whose message is lost for all sweeps' tries: it is never drained.
  const { parts } = jobs;
  const send = parts.sender.send;
  parts.sender.send = async () => new Map();
  ({ id } = await jobs.enqueue('count', 1));
  parts.sender.send = send;
  await parts.sleep(10 * 60_000);
});

describe('sweepHandler', () => {
  it('sweeps on a schedule, and replies what it did', async () => {
    const { log } = eventContext().context;
    const reply = await invoke(sweepHandler(jobs), scheduledEvent(), { timeoutMs: 90_000, log });
    expect(reply).toEqual({
      sent: [id],
      abandoned: [],
      failures: [],
      queueIsEmpty: true,
      finished: true,
    });
    expect(await jobs.drain({ count: () => undefined })).toMatchObject([
      { id, status: 'COMPLETED' },
    ]);
  });

  it('says what it did in the log', async () => {
    const { context, lines } = eventContext();
    await sweepHandler(jobs)({}, context);
    expect(lines).toContainEqual({
      level: 'info',
      message: 'jobs were swept',
      requestId: expect.any(String),
      ...{ sent: 1, abandoned: 0, failed: 0, queueIsEmpty: true, finished: true },
    });
  });

  it('logs each job that it gives up', async () => {
    const { context, lines } = eventContext();
    jobs.parts.sender.send = async () => new Map();
    const handler = sweepHandler(jobs, { maxSends: 1 });
    await handler({}, context);
    await jobs.parts.sleep(10 * 60_000);
    expect(await handler({}, context)).toMatchObject({ abandoned: [id] });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', jobId: id }));
  });

  it('fails the invocation where something could not be done: ERR_SWEEP', async () => {
    const { context, lines } = eventContext();
    const cause = new Error('no route');
    jobs.parts.sender.send = async () => new Map([['0', cause]]);
    await expect(sweepHandler(jobs)({}, context)).rejects.toMatchObject({
      code: 'ERR_SWEEP',
      message: '1 jobs could not be swept',
      cause: { code: 'ERR_ENQUEUE', jobId: id, cause },
    });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', jobId: id }));
  });

  it('does not wait for a second look where there is no time for it, and says so', async () => {
    const { context, lines } = eventContext(60_000);
    const report = await sweepHandler(jobs)({}, context);
    expect(report).toMatchObject({ sent: [], queueIsEmpty: false });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', quietTime: 60_000 }));
  });

  it('refuses bad options at once', () => {
    expect(() => sweepHandler(jobs, { limit: 0 })).toThrow(/limit: a whole number from 1, got 0/);
  });
});
