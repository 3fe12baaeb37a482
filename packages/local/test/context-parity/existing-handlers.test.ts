import type { SqsBatchResponse } from 'lwa-bridge';
import { FunctionError, sqsEvent } from 'lwa-bridge/testing';
import { describe, expect, it } from 'vitest';
import {
  type FunctionOptions,
  type FunctionUnderTest,
  isVersion1,
  startFunction,
} from '../support/function-under-test.js';
import { startAwsRecorder } from './aws-recorder.js';
import { type Outcome, startPlainLambda } from './plain-lambda.js';

// The handlers are written for Lambda's own runtime; only their last line is ours.
const existing = (file: string) => new URL(`fixtures/existing/${file}`, import.meta.url);

const root = (n: number) => `1-5759e988-${String(n).padStart(24, '0')}`;
const traceId = (n: number) => `Root=${root(n)};Parent=53995c3f42cd8ad8;Sampled=1`;

const orders = [{ order: 'A1' }, { order: 'B2', broken: true }, { order: 'C3' }];
const batches = [
  sqsEvent([{ order: 'A1' }, { order: 'B2' }]),
  sqsEvent([{ order: 'A1' }, { order: 'B2', broken: true }, { order: 'C3' }]),
  sqsEvent([{ order: 'A1', broken: true }]),
];

describe('the outcome is the same as on plain Lambda', () => {
  it.each([
    ['powertools-logger.ts', orders, ['reply', 'reply', 'reply']],
    ['powertools-class.mjs', orders, ['reply', 'error', 'reply']],
    ['powertools-middy.ts', orders, ['reply', 'error', 'reply']],
    // Powertools throws where a whole batch failed, middy reports each message.
    ['powertools-batch.ts', batches, ['reply', 'reply', 'error']],
    ['middy-batch.ts', batches, ['reply', 'reply', 'reply']],
  ])('for %s', async (file, events, kinds) => {
    await using aws = await startAwsRecorder({ gather: 1 });
    const env = { AWS_REGION: 'us-east-1', ...aws.env };
    using plain = await startPlainLambda(existing(file), env);
    await using served = await startFunction(existing(file), { env });
    for (const [n, event] of events.entries()) {
      const expected = await plain.invoke(event, traceId(n));
      expect(Object.keys(expected), JSON.stringify(expected)).toEqual([kinds[n]]);
      const outcome = await outcomeOf(served.invoke(event, { traceId: traceId(n) }));
      // The adapter tells nothing of an error but that there was one.
      if (expected.error) expect(outcome.error).toBeDefined();
      else expect(outcome).toEqual(expected);
    }
  });
});

async function outcomeOf(invocation: Promise<unknown>): Promise<Outcome> {
  try {
    return { reply: await invocation };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    return { error: { name: error.errorType, message: error.errorMessage } };
  }
}

describe('partial failures reach Lambda', () => {
  it.each(['powertools-batch.ts', 'middy-batch.ts'])('from %s', async (file) => {
    await using served = await startFunction(existing(file));
    expect(await served.invoke(batches[1])).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-2' }],
    });
  });

  it.each(['powertools-batch.ts', 'middy-batch.ts'])(
    'each from its own batch, from %s with 50 at once',
    async (file) => {
      await using served = await startFunction(existing(file), { concurrency: 50 });
      const replies = await Promise.all(
        Array.from({ length: 50 }, (_, n) => served.invoke(batchThatFailsAt(n % 5))),
      );
      for (const [n, reply] of (replies as SqsBatchResponse[]).entries()) {
        expect(reply).toEqual({
          batchItemFailures: [{ itemIdentifier: `message-${(n % 5) + 1}` }],
        });
      }
    },
  );
});

const batchThatFailsAt = (failing: number) =>
  sqsEvent(Array.from({ length: 5 }, (_, n) => ({ order: `${n}`, broken: n === failing })));

describe("Powertools' logger", () => {
  it('writes the context of the invocation', async () => {
    await using served = await start('powertools-logger.ts', { memoryMb: 512 });
    for (const n of [0, 1]) {
      const functionArn = `arn:aws:lambda:us-east-1:123456789012:function:orders:${n}`;
      const options = { requestId: `request-${n}`, traceId: traceId(n), functionArn };
      await served.invoke({ order: `order-${n}` }, options);
      const lines = await linesOf(served, `request-${n}`, 2);
      expect(lines).toEqual([
        {
          level: 'INFO',
          message: 'found it',
          timestamp: expect.any(String),
          service: 'orders',
          cold_start: n === 0,
          function_arn: functionArn,
          function_memory_size: '512',
          function_name: 'orders',
          function_request_id: `request-${n}`,
          sampling_rate: 0,
          xray_trace_id: root(n),
          order: `order-${n}`,
        },
        expect.objectContaining({ message: 'packed it', part: 'warehouse' }),
      ]);
    }
  });

  it(
    isVersion1 ? 'writes the tenant' : 'writes no tenant, of which this adapter tells nothing',
    async () => {
      await using served = await start('powertools-logger.ts');
      await served.invoke({ order: 'A1' }, { requestId: 'request', tenantId: 'blue' });
      const lines = await linesOf(served, 'request', 2);
      const tenant = isVersion1 ? 'blue' : undefined;
      expect(lines.map(({ tenant_id }) => tenant_id)).toEqual([tenant, tenant]);
    },
  );

  it('keeps 50 invocations at once apart, and the buffered lines of each', async () => {
    await using served = await start('powertools-logger.ts', { concurrency: 50 });
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    const broken = (n: number) => n % 2 === 1;
    await Promise.all(
      numbers.map((n) =>
        served.invoke(
          { order: `order-${n}`, broken: broken(n) },
          { requestId: `request-${n}`, traceId: traceId(n) },
        ),
      ),
    );
    for (const n of numbers) {
      const messages = broken(n)
        ? ['cannot send it', 'found it', 'looking it up', 'packed it']
        : ['found it', 'packed it'];
      const lines = await linesOf(served, `request-${n}`, messages.length);
      // Errors come by stderr, so the order of all is by chance.
      expect(lines.map(({ message }) => message).sort()).toEqual(messages);
      for (const line of lines) {
        expect(line).toMatchObject({ xray_trace_id: root(n), order: `order-${n}` });
      }
    }
  });
});

it('what middleware writes to the context reaches the handler', async () => {
  await using served = await start('middy-batch.ts');
  await served.invoke(batches[0], { requestId: 'request-1' });
  await expect.poll(() => served.lines()).toContain('order A1 from north in request-1');
});

const start = (file: string, options: FunctionOptions = {}) =>
  startFunction(existing(file), { name: 'orders', ...options });

/** The lines that Powertools has logged for one invocation, once there are so many. */
async function linesOf(
  { lines }: FunctionUnderTest,
  requestId: string,
  count: number,
): Promise<Record<string, unknown>[]> {
  const own = () =>
    lines()
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .filter((line) => line.function_request_id === requestId);
  await expect.poll(own).toHaveLength(count);
  return own();
}
