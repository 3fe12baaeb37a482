import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import type { Schema } from '../../src/standard-schema.js';
import { deliver, invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

/** Delivers bodies; gives what the function was called with, and what became of the messages. */
async function work(bodies: unknown[], schema?: Schema<unknown, unknown>) {
  const log = recordedLog();
  const seen: unknown[] = [];
  const handler = sqsHandler((body: unknown) => void seen.push(body), schema ? { schema } : {});
  const { deleted, returned } = await deliver(handler, sqsEvent(bodies), { log });
  return { seen, deleted, returned, log };
}

describe('a body', () => {
  it('is parsed as JSON, whatever JSON it is', async () => {
    const bodies = ['{"a":1}', '[1]', '"text"', '7', 'null', 'true'];
    expect((await work(bodies)).seen).toEqual([{ a: 1 }, [1], 'text', 7, null, true]);
  });

  it.each(['', 'garbage', '{"a":', '{a:1}', 'undefined', '{} {}'])(
    'that is not JSON (%j) fails its message only, as one that no retry can help',
    async (body) => {
      const { seen, deleted, returned, log } = await work([{ ok: 1 }, body]);
      expect(seen).toEqual([{ ok: 1 }]);
      expect({ deleted, returned }).toEqual({ deleted: ['message-1'], returned: ['message-2'] });
      expect(log.errors()).toMatchObject([
        { code: 'ERR_MALFORMED_BODY', name: 'NonRetriableError', cause: expect.any(SyntaxError) },
      ]);
    },
  );

  it.each([undefined, null, 7, { a: 1 }])(
    'that is no text (%j) fails its message',
    async (body) => {
      const log = recordedLog();
      const event = sqsEvent([{}, {}]);
      Object.assign(event.Records[1] ?? {}, { body });
      const { returned } = await deliver(
        sqsHandler(() => {}),
        event,
        { log },
      );
      expect(returned).toEqual(['message-2']);
      expect(log.errors()).toMatchObject([{ code: 'ERR_MALFORMED_BODY' }]);
    },
  );
});

describe('a schema', () => {
  const Order = z.object({
    id: z.string(),
    amount: z.coerce.number().positive(),
    lines: z.array(z.object({ sku: z.string() })).default([]),
  });

  it('gives the function its output, not the raw body', async () => {
    const { seen } = await work([{ id: 'a', amount: '7', more: 'is dropped' }], Order);
    expect(seen).toEqual([{ id: 'a', amount: 7, lines: [] }]);
  });

  it('that refuses a body fails its message only, and the log has the path of each issue', async () => {
    const bodies = [
      { id: 'a', amount: 1 },
      { id: 7, amount: -1, lines: [{ sku: 'x' }, { sku: 7 }] },
    ];
    const { seen, returned, log } = await work(bodies, Order);
    expect(seen).toHaveLength(1);
    expect(returned).toEqual(['message-2']);
    const [line] = log.lines.filter(({ level }) => level === 'error');
    expect(line).toMatchObject({
      messageId: 'message-2',
      receiveCount: 1,
      issues: [
        { path: 'id', message: expect.any(String) },
        { path: 'amount', message: expect.any(String) },
        { path: 'lines.1.sku', message: expect.any(String) },
      ],
      err: {
        code: 'ERR_VALIDATION',
        name: 'NonRetriableError',
        message: expect.stringContaining('lines.1.sku'),
      },
    });
  });

  it('may be asynchronous', async () => {
    const Slow = z.object({ id: z.string().refine(async (id) => id !== 'bad') });
    const { seen, returned, log } = await work([{ id: 'good' }, { id: 'bad' }], Slow);
    expect(seen).toEqual([{ id: 'good' }]);
    expect(returned).toEqual(['message-2']);
    expect(log.lines[0]).toMatchObject({ issues: [{ path: 'id' }] });
  });

  it('that throws fails the message, as one that a retry may help', async () => {
    const Throwing = z.object({
      id: z.string().transform(() => {
        throw new Error('the database is gone');
      }),
    });
    const { seen, log } = await work([{ id: 'a' }], Throwing);
    expect(seen).toEqual([]);
    expect(log.lines[0]).toMatchObject({ err: { message: 'the database is gone' } });
    expect(log.errors()[0]).not.toMatchObject({ name: 'NonRetriableError' });
  });

  it.each<[string, (value: unknown) => unknown]>([
    ['resolves', (value) => ({ value })],
    ['refuses', () => ({ issues: [{ message: 'never' }] })],
  ])('whose thenable %s is waited for', async (what, result) => {
    const schema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        // Not one of this realm's promises, as from another library.
        validate: (value: unknown) => ({
          // biome-ignore lint/suspicious/noThenProperty: it is one
          then: (resolve: (given: unknown) => void) => resolve(result(value)),
        }),
      },
    } as unknown as Schema<unknown, unknown>;
    const { seen, returned } = await work([{ a: 1 }], schema);
    expect(seen).toEqual(what === 'resolves' ? [{ a: 1 }] : []);
    expect(returned).toHaveLength(what === 'resolves' ? 0 : 1);
  });

  it.each([undefined, null, 'garbage', 7])(
    'that answers %j has accepted nothing',
    async (answer) => {
      const schema = {
        '~standard': { version: 1, vendor: 'test', validate: () => answer },
      } as unknown as Schema<unknown, unknown>;
      const { seen, returned } = await work([{ a: 1 }], schema);
      expect(seen).toEqual([]);
      expect(returned).toEqual(['message-1']);
    },
  );

  it('with an issue that has no path says so with an empty one', async () => {
    const { log } = await work(['"text"'], Order);
    expect(log.lines[0]).toMatchObject({ issues: [{ path: '' }] });
  });
});

it('the default log names the issues in its line', async () => {
  const lines: string[] = [];
  const { jsonLogger } = await import('../../src/serve-events/log.js');
  const handler = sqsHandler(() => {}, { schema: z.object({ id: z.string() }) });
  const log = jsonLogger({}, (line) => void lines.push(line));
  await invoke(handler, sqsEvent([{ id: 7 }]), { log, requestId: 'r-1' }).catch(() => {});
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'ERROR',
    requestId: 'r-1',
    messageId: 'message-1',
    receiveCount: 1,
    errorType: 'NonRetriableError',
    errorCode: 'ERR_VALIDATION',
    issues: [{ path: 'id', message: expect.any(String) }],
  });
});
