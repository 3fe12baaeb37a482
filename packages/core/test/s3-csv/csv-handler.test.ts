import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { z } from 'zod';
import { LwaBridgeError } from '../../src/errors.js';
import type { CsvRow } from '../../src/s3-csv/csv-columns.js';
import { s3CsvHandler } from '../../src/s3-csv/csv-handler.js';
import type { S3CsvHandlerOptions } from '../../src/s3-csv/csv-handler-options.js';
import type { CsvTotals } from '../../src/s3-csv/csv-totals.js';
import type { ProcessRows, RowsContext } from '../../src/s3-csv/csv-worker.js';
import { readCsvRows } from '../../src/s3-csv/read-csv-rows.js';
import type { EventContext } from '../../src/serve-events/event-context.js';
import { deliver } from '../../src/testing/deliver.js';
import { type S3EventObject, s3ThroughSqsEvent } from '../../src/testing/events.js';
import { recordedLog } from '../support/recorded-log.js';
import { startObjectServer } from './object-server.js';

describe('s3CsvHandler', () => {
  let server: Awaited<ReturnType<typeof startObjectServer>>;

  beforeAll(async () => {
    server = await startObjectServer();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  /** Stores a file and gives the object for its notification. */
  function upload(key: string, body: string): S3EventObject {
    return { bucket: 'in', key, size: Buffer.byteLength(body), eTag: server.put(key, body) };
  }

  function handle<Row = CsvRow>(
    objects: S3EventObject[],
    processRows: ProcessRows<Row>,
    options: S3CsvHandlerOptions<Row> = {},
    timeoutMs = 30_000,
  ) {
    const handler = s3CsvHandler(processRows, { s3Client: server.client, ...options });
    const log = recordedLog();
    const event = s3ThroughSqsEvent(objects);
    return deliver(handler, event, { log, timeoutMs }).then((delivery) => ({ ...delivery, log }));
  }

  const numbers = (count: number) =>
    `n\n${Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('')}`;

  it('hands rows over in batches of 500, in order, then tells the totals once', async () => {
    const seen: { size: number; first: string | undefined; context: RowsContext }[] = [];
    const totals: CsvTotals[] = [];
    const object = upload('a.csv', numbers(1_201));
    const { deleted } = await handle(
      [object],
      async (rows, context) => {
        seen.push({ size: rows.length, first: rows[0]?.n, context });
      },
      {
        onComplete: (all, context) => totals.push({ ...all, key: context.object.key } as CsvTotals),
      },
    );
    expect(deleted).toEqual(['message-1']);
    expect(seen.map(({ size, first }) => [size, first])).toEqual([
      [500, '1'],
      [500, '501'],
      [201, '1001'],
    ]);
    const { context } = seen[1] ?? {};
    expect(context?.object).toMatchObject({ bucket: 'in', key: 'a.csv' });
    expect(context?.batchId).toBe(`${context?.object.id}/500/1`);
    expect(context?.batch.rowNumbers[0]).toBe(501);
    expect(context?.message.messageId).toBe('message-1');
    expect(context?.signal.aborted).toBe(false);
    expect(totals).toEqual([
      { key: 'a.csv', rows: 1_201, invalidRows: 0, batches: 3, bytes: object.size },
    ]);
  });

  it('waits for one batch before it reads the next', async () => {
    const steps: string[] = [];
    await handle(
      [upload('a.csv', numbers(3))],
      async ([row]) => {
        steps.push(`${row?.n} starts`);
        await new Promise((resolve) => setTimeout(resolve, 10));
        steps.push(`${row?.n} ends`);
      },
      { batchSize: 1 },
    );
    expect(steps).toEqual(['1 starts', '1 ends', '2 starts', '2 ends', '3 starts', '3 ends']);
  });

  it('gives the same batchIds when a file comes again, others for another upload', async () => {
    const object = { ...upload('a.csv', numbers(3)), sequencer: '00A1' };
    const run = async (upload: S3EventObject) => {
      const ids: string[] = [];
      await handle([upload], (_, { batchId }) => void ids.push(batchId), { batchSize: 2 });
      return ids;
    };
    const first = await run(object);
    expect(first).toHaveLength(2);
    expect(new Set(first).size).toBe(2);
    expect(await run(object)).toEqual(first);
    for (const id of await run({ ...object, sequencer: '00A2' })) expect(first).not.toContain(id);
  });

  it('gives rows as the schema makes them, and leaves the message to itself', async () => {
    const seen: unknown[] = [];
    const schema = z.object({ n: z.coerce.number() });
    const { deleted } = await handle(
      [upload('a.csv', numbers(2))],
      (rows) => {
        expectTypeOf(rows).toEqualTypeOf<readonly { n: number }[]>();
        seen.push(...rows);
      },
      { schema },
    );
    expect(deleted).toEqual(['message-1']);
    expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("fails one file's message only", async () => {
    const objects = ['a.csv', 'b.csv'].map((key) => upload(key, numbers(3)));
    const completed: string[] = [];
    const { deleted, returned } = await handle(
      objects,
      (_, { object }) => {
        if (object.key === 'a.csv') throw new Error('no');
      },
      { onComplete: (_, { object }) => completed.push(object.key) },
    );
    expect({ deleted, returned }).toEqual({ deleted: ['message-2'], returned: ['message-1'] });
    expect(completed).toEqual(['b.csv']);
  });

  it('fails the file when onComplete throws', async () => {
    const onComplete = () => Promise.reject(new Error('no'));
    const { returned } = await handle([upload('a.csv', numbers(1))], () => {}, { onComplete });
    expect(returned).toEqual(['message-1']);
  });

  it.each(['', 'n', 'n\n'])('completes a file without rows: %j', async (text) => {
    const totals: CsvTotals[] = [];
    const { deleted } = await handle([upload('a.csv', text)], () => expect.unreachable(), {
      onComplete: (all) => totals.push(all),
    });
    expect(deleted).toEqual(['message-1']);
    expect(totals).toEqual([{ rows: 0, invalidRows: 0, batches: 0, bytes: 0 }]);
  });

  it('fails a file with an invalid row for good', async () => {
    const handled: Error[] = [];
    const { deleted } = await handle([upload('a.csv', 'a,b\n1,2\n3\n')], () => {}, {
      onNonRetriable: (error) => handled.push(error),
    });
    expect(deleted).toEqual(['message-1']);
    expect(handled).toMatchObject([
      { code: 'ERR_CSV_ROW', message: 'row 2 at byte 8: expected 2 fields, got 1' },
    ]);
  });

  it('gives invalid rows to onInvalidRow with the context, counts and skips them', async () => {
    const invalid: unknown[] = [];
    const totals: CsvTotals[] = [];
    const batches: number[] = [];
    await handle(
      [upload('a.csv', 'a,b\n1\n2\n3,4\n5,6\n')],
      (_, { batch }) => void batches.push(batch.index),
      {
        batchSize: 2,
        onInvalidRow: ({ rowNumber }, { object, message }) =>
          invalid.push([rowNumber, object.key, message.messageId]),
        onComplete: (all) => totals.push(all),
      },
    );
    expect(invalid).toEqual([
      [1, 'a.csv', 'message-1'],
      [2, 'a.csv', 'message-1'],
    ]);
    // Batch 0 has no valid row, so there is nothing to work on.
    expect(batches).toEqual([1]);
    expect(totals).toEqual([{ rows: 2, invalidRows: 2, batches: 2, bytes: 16 }]);
  });

  it.each([
    ['replaced', 'ERR_OBJECT_SUPERSEDED', () => server.put('a.csv', 'n\nnew\n')],
    ['deleted', 'ERR_OBJECT_NOT_FOUND', () => server.remove('a.csv')],
  ])('acknowledges a file that was %s, and says so', async (reason, code, change) => {
    const object = upload('a.csv', numbers(1));
    change();
    const onSuperseded = vi.fn();
    const { deleted, log } = await handle([object], () => expect.unreachable(), { onSuperseded });
    expect(deleted).toEqual(['message-1']);
    expect(onSuperseded).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ reason, code }),
      expect.objectContaining({ object: expect.objectContaining({ key: 'a.csv' }) }),
    );
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'object superseded', key: 'a.csv' }),
    );
    const unasked = await handle([object], () => expect.unreachable());
    expect(unasked.deleted).toEqual(['message-1']);
  });

  it('fails a superseded file when onSuperseded throws', async () => {
    const object = upload('a.csv', numbers(1));
    server.remove('a.csv');
    const onSuperseded = (error: Error) => Promise.reject(error);
    const { returned } = await handle([object], () => {}, { onSuperseded });
    expect(returned).toEqual(['message-1']);
  });

  it('does not take another missing object for its own', async () => {
    const { returned } = await handle([upload('a.csv', numbers(1))], async () => {
      await readCsvRows(server.client, { bucket: 'in', key: 'no.csv' }).next();
    });
    expect(returned).toEqual(['message-1']);
  });

  it('fails a file that does not fit into one invocation, and says how far it came', async () => {
    const steps: string[] = [];
    const { returned, log } = await handle(
      [upload('a.csv', numbers(1_000))],
      async ([row]) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        steps.push(`${row?.n}`);
      },
      { batchSize: 10 },
      700,
    );
    expect(returned).toEqual(['message-1']);
    const errors = () => log.lines.map(({ err }) => err as LwaBridgeError | undefined);
    const told = () => errors().find((error) => error?.code === 'ERR_CSV_NEEDS_TABLE');
    await expect.poll(told).toBeDefined();
    expect(told()?.message).toMatch(
      /^s3:\/\/in\/a\.csv did not fit into one invocation: time ran out after [1-9]0 rows \(\d+ of 3895 bytes\)/,
    );
    expect(told()?.cause).toMatchObject({ code: 'ERR_DEADLINE_EXCEEDED' });
    // Nothing goes on behind the reply but the batch that was under way.
    const count = steps.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(steps.length).toBeLessThanOrEqual(count + 1);
  });

  it('does not blame the time when the process is told to end', async () => {
    const controller = new AbortController();
    const log = recordedLog();
    const handler = s3CsvHandler(() => new Promise(() => {}), { s3Client: server.client });
    const event = s3ThroughSqsEvent([upload('a.csv', numbers(1))]);
    const context = {
      ...{ signal: controller.signal, log },
      getRemainingTimeInMillis: () => 30_000,
    } as unknown as EventContext;
    const reply = Promise.resolve(handler(event, context)).catch(() => {});
    setTimeout(() => controller.abort(new LwaBridgeError('ERR_SHUTTING_DOWN', 'bye')), 50);
    await reply;
    await expect
      .poll(() => log.lines.map(({ err }) => (err as LwaBridgeError | undefined)?.code))
      .toContain('ERR_SHUTTING_DOWN');
  });

  it('refuses to be made with options that can not work', () => {
    expect(() => s3CsvHandler(() => {}, { batchSize: 0 })).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });

  it('makes its own client on first use', async () => {
    const fauxqs = await startFauxqs({ port: 0, logger: false, init: { buckets: ['lists'] } });
    vi.stubEnv('AWS_ENDPOINT_URL_S3', fauxqs.address);
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const client = new S3Client({});
    try {
      const put = new PutObjectCommand({ Bucket: 'lists', Key: 'my list.csv', Body: numbers(2) });
      const eTag = (await client.send(put)).ETag ?? '';
      const seen: CsvRow[] = [];
      const handler = s3CsvHandler((rows) => void seen.push(...rows));
      const event = s3ThroughSqsEvent([{ bucket: 'lists', key: 'my list.csv', eTag }]);
      const { deleted } = await deliver(handler, event, { log: recordedLog() });
      expect(deleted).toEqual(['message-1']);
      expect(seen).toEqual([{ n: '1' }, { n: '2' }]);
    } finally {
      client.destroy();
      vi.unstubAllEnvs();
      await fauxqs.stop();
    }
  });
});
