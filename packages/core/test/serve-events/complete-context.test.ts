import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type MessageContext, s3Handler, sqsHandler } from '../../src/index.js';
import { createJobQueue, jobHandler, memoryStore, sweepHandler } from '../../src/jobs/index.js';
import { s3CsvHandler } from '../../src/s3-csv/index.js';
import { completeContext } from '../../src/serve-events/complete-context.js';
import type { EventContext } from '../../src/serve-events/event-context.js';
import { memoryJobQueue, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { never } from '../support/wait.js';

const work = () => {};
const definitions = { analyse: { input: z.unknown() } };
const jobs = createJobQueue(definitions, { store: memoryStore() });
const testEvent = sqsEvent([{ Service: 'Amazon S3', Event: 's3:TestEvent' }]);

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => vi.restoreAllMocks());

/** What Lambda's own Node.js runtime gives, in the parts that are read. */
const ofLambda = (left: number) => ({
  awsRequestId: 'f3d0',
  functionName: 'orders',
  getRemainingTimeInMillis: () => left,
});

it.each([undefined, null, {}, ofLambda(30_000)])(
  'handlers work where they are called with the context %o',
  async (given) => {
    const context = given as EventContext;
    const contexts: MessageContext[] = [];
    const collect = (_body: unknown, context: MessageContext) => void contexts.push(context);
    const done = { batchItemFailures: [] };
    expect(await sqsHandler(collect)(sqsEvent([1]), context)).toEqual(done);
    expect(contexts).toEqual([
      expect.objectContaining({ signal: expect.any(AbortSignal), message: expect.any(Object) }),
    ]);
    expect(await s3Handler(work)(testEvent, context)).toEqual(done);
    expect(await s3CsvHandler(work)(testEvent, context)).toEqual(done);
    const handler = jobHandler(jobs, { analyse: work });
    expect(await handler(sqsEvent([{ job_id: 'unknown' }]), context)).toMatchObject({
      batchItemFailures: [{}],
    });
    const queue = memoryJobQueue(createJobQueue(definitions));
    await expect(sweepHandler(queue)({}, context)).resolves.toMatchObject({ finished: true });
  },
);

it('a batch ends before the deadline that Lambda tells', async () => {
  const handler = sqsHandler(never, { throwOnFullBatchFailure: false });
  const [record] = sqsEvent([1]).Records;
  if (!record) throw new Error('no record');
  const reply = await handler({ Records: [record] }, ofLambda(100) as EventContext);
  expect(reply.batchItemFailures).toEqual([{ itemIdentifier: record.messageId }]);
  expect(lines.map((line) => JSON.parse(line).requestId)).toContain('f3d0');
});

it('leaves a whole context as it is', () => {
  const whole = { ...ofLambda(1), signal: AbortSignal.abort(), log: recordedLog() };
  expect(completeContext(whole as never)).toBe(whole);
});
