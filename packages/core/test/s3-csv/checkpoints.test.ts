import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NonRetriableError } from '../../src/errors.js';
import { s3ThroughSqsEvent } from '../../src/testing/events.js';
import { runs } from '../support/runs.js';
import { useCsvServices } from './support/csv-services.js';
import { csvWorker, numbers, numbersOf, upTo } from './support/csv-worker.js';

describe('checkpoints', { timeout: 60_000 }, () => {
  const services = useCsvServices();

  it.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['gzip', (text: string) => gzipSync(text)],
  ])('a %s file goes on over as many invocations as it takes', async (kind, encode) => {
    const key = `hops-${kind}.csv`;
    const worker = csvWorker(services, { batchSize: 5, batchesAtOnce: 8 });
    await services.upload(key, encode(numbers(101)));
    const deliveries = await services.drain(worker.invoke);
    expect(worker.errors).toEqual([]);
    expect(deliveries).toBe(3);
    expect(numbersOf(worker.batches)).toEqual(upTo(101));
    expect(worker.totals).toEqual([
      { rows: 101, invalidRows: 0, batches: 21, bytes: numbers(101).length },
    ]);
    expect(await services.files(key)).toMatchObject([
      { status: 'COMPLETED', hop: deliveries - 1, leaseUntil: undefined, batchSize: 5 },
    ]);
    const lines = worker.log.lines.map(({ message }) => message);
    expect(lines).toContain('the file goes on in a next message');
  });

  it('a file that failed goes on after the last batch that was done', async () => {
    let failures = 2;
    const worker = csvWorker(services, {
      ...{ batchSize: 2, checkpointEvery: 100 },
      work: ({ batch }) => {
        if (batch.index === 3 && failures-- > 0) throw new Error('not now');
      },
    });
    await services.upload('fails.csv', numbers(10));
    expect(await services.drain(worker.invoke)).toBe(3);
    expect(numbersOf(worker.batches)).toEqual(upTo(10));
  });

  it('batches stay what they are, whatever fails and whatever the batch size becomes', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      fc.boolean(),
      async (count, batchSizes, checkpointEvery, failures, gzip) => {
        const key = `any-${Math.random()}.csv`;
        const failing = [...failures];
        const workers = batchSizes.map((batchSize) =>
          csvWorker(services, {
            ...{ batchSize, checkpointEvery },
            work: () => {
              if (failing.shift()) throw new Error('not now');
            },
          }),
        );
        const text = numbers(count);
        await services.upload(key, gzip ? gzipSync(text) : text);
        let turn = 0;
        await services.drain((event) => {
          const worker = workers[turn % workers.length];
          turn += 1;
          return worker?.invoke(event) ?? Promise.resolve([]);
        });
        const batches = workers.flatMap((worker) => worker.batches);
        const byId = new Map(batches.map((batch) => [batch.id, batch]));
        for (const batch of batches) expect(batch).toEqual(byId.get(batch.id));
        const inOrder = [...byId.values()].sort((a, b) => a.index - b.index);
        expect(numbersOf(inOrder)).toEqual(upTo(count));
        expect(workers.flatMap(({ totals }) => totals)).toMatchObject([{ rows: count }]);
      },
    );
    await fc.assert(property, runs(6));
  });

  it('the batch size is stored before a batch is done', async () => {
    const begun: string[] = [];
    const workerOf = (batchSize: number) =>
      csvWorker(services, {
        batchSize,
        work({ batchId }) {
          begun.push(batchId.split('/').slice(-2).join('/'));
          if (begun.length === 1) throw new Error('not now');
        },
      });
    await services.upload('sizes.csv', numbers(6));
    await services.drain(workerOf(2).invoke, 1);
    await services.drain(workerOf(3).invoke);
    expect(begun).toEqual(['2/0', '2/0', '2/1', '2/2']);
  });

  it('a duplicate of a finished file is acknowledged without work', async () => {
    const worker = csvWorker(services);
    const eTag = await services.upload('twice.csv', numbers(3), '0A');
    await services.notify('twice.csv', eTag, 8, '0A');
    await services.drain(worker.invoke);
    await services.notify('twice.csv', eTag, 8, '0A');
    expect(await services.drain(worker.invoke)).toBe(1);
    expect(numbersOf(worker.batches)).toEqual([1, 2, 3]);
    expect(worker.totals).toHaveLength(1);
    expect(worker.log.lines).toContainEqual(
      expect.objectContaining({ reason: 'it is COMPLETED', key: 'twice.csv' }),
    );
  });

  it('a duplicate of a file that is worked on is put off, and one worker works on it', async () => {
    let running = 0;
    let most = 0;
    const worker = csvWorker(services, {
      ...{ batchSize: 2, concurrency: 10 },
      work: async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(20);
        running -= 1;
      },
    });
    const eTag = await services.upload('race.csv', numbers(10), '0A');
    for (let copy = 0; copy < 5; copy++) await services.notify('race.csv', eTag, 20, '0A');
    await services.drain(worker.invoke);
    expect(most).toBe(1);
    expect(numbersOf(worker.batches)).toEqual(upTo(10));
    expect(worker.log.lines).toContainEqual(
      expect.objectContaining({ err: expect.objectContaining({ code: 'ERR_CSV_DEFERRED' }) }),
    );
  });

  it('a message of an earlier hop is acknowledged without work', async () => {
    const worker = csvWorker(services, { batchSize: 2, batchesAtOnce: 10 });
    const eTag = await services.upload('older.csv', numbers(100), '0A');
    await services.drain(worker.invoke, 2);
    expect(worker.batches).toHaveLength(20);
    const first = { bucket: 'uploads', key: 'older.csv', eTag, sequencer: '0A' };
    expect(await worker.invoke(s3ThroughSqsEvent([first]))).toEqual(['message-1']);
    expect(worker.log.lines.at(-2)).toMatchObject({
      reason: 'a later message goes on with it: 2 after 0',
    });
    await services.drain(worker.invoke);
    expect(numbersOf(worker.batches)).toEqual(upTo(100));
  });

  it('an older upload is skipped with a reason when a newer one is done', async () => {
    const superseded: unknown[] = [];
    const worker = csvWorker(services, { onSuperseded: (error) => void superseded.push(error) });
    const eTag = await services.upload('again.csv', numbers(2), '0055AED6DCD90281E6');
    await services.drain(worker.invoke);
    // In a versioned bucket the older object could still be read.
    await services.notify('again.csv', eTag, 6, '0055AED6DCD90281E');
    await services.drain(worker.invoke);
    expect(worker.batches).toHaveLength(1);
    expect(superseded).toMatchObject([
      {
        code: 'ERR_OBJECT_SUPERSEDED',
        cause: {
          message: 'sequencer 0055AED6DCD90281E is older than 0055AED6DCD90281E6, which is done',
        },
      },
    ]);
    expect((await services.files('again.csv')).map(({ status }) => status).sort()).toEqual([
      'COMPLETED',
      'SUPERSEDED',
    ]);
    await services.notify('again.csv', eTag, 6, '0055AED6DCD90281E7');
    await services.drain(worker.invoke);
    expect(worker.batches).toHaveLength(2);
  });

  it('a file that is rejected in the middle says so, undoes nothing and is not read again', async () => {
    const handled: unknown[] = [];
    const worker = csvWorker(services, {
      ...{ batchSize: 2, checkpointEvery: 1 },
      onNonRetriable: (error) => {
        handled.push(error);
        if (handled.length === 1) throw new Error('to the dead-letter queue');
      },
    });
    const text = numbers(10).replace('7\n', '7,7\n');
    await services.upload('bad.csv', text);
    expect(await services.drain(worker.invoke)).toBe(2);
    expect(numbersOf(worker.batches)).toEqual(upTo(6));
    expect(handled).toMatchObject([{ code: 'ERR_CSV_ROW' }, { code: 'ERR_CSV_ROW' }]);
    expect(String(handled[1])).toMatch('was rejected: row 7 at byte 14');
    expect(await services.files('bad.csv')).toMatchObject([
      { status: 'REJECTED', errorCode: 'ERR_CSV_ROW', checkpoint: { totals: { rows: 6 } } },
    ]);
  });

  it('a NonRetriableError of the function rejects the file', async () => {
    const worker = csvWorker(services, {
      onNonRetriable: 'acknowledge',
      work: () => {
        throw new NonRetriableError('never');
      },
    });
    await services.upload('never.csv', numbers(1));
    await services.drain(worker.invoke);
    expect(await services.files('never.csv')).toMatchObject([
      { status: 'REJECTED', error: 'never' },
    ]);
  });

  it('a hop that did not finish one batch fails the file for good', async () => {
    const worker = csvWorker(services, {
      ...{ timeoutMs: 3_000, onNonRetriable: 'acknowledge' },
      work: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject)),
    });
    await services.upload('stuck.csv', numbers(3));
    await services.drain(worker.invoke);
    expect(await services.files('stuck.csv')).toMatchObject([
      { status: 'REJECTED', errorCode: 'ERR_CSV_NO_PROGRESS' },
    ]);
  });

  it('a hop that had little time, because other files took it, may be without a batch', async () => {
    let isFirst = true;
    const worker = csvWorker(services, {
      ...{ timeoutMs: 3_000, batchSize: 1 },
      async work({ signal }) {
        if (!isFirst) return;
        isFirst = false;
        await new Promise((_, reject) => signal.addEventListener('abort', reject));
      },
      // As if another file had been first. Whatever is said of it, time is up after 2 s.
      timeLeft: { first: 900_000, later: 15_000 },
    });
    await services.upload('late.csv', numbers(3));
    await services.drain(worker.invoke);
    expect(numbersOf(worker.batches)).toEqual(upTo(3));
  });

  it('time that ran out after some batches leaves the file to the next delivery', async () => {
    let slow = true;
    const worker = csvWorker(services, {
      ...{ batchSize: 1, timeoutMs: 3_000 },
      work: async ({ batch, signal }) => {
        if (batch.index !== 2 || !slow) return;
        slow = false;
        await new Promise((_, reject) => signal.addEventListener('abort', reject));
      },
    });
    await services.upload('slow.csv', numbers(4));
    await services.drain(worker.invoke);
    expect(numbersOf(worker.batches)).toEqual(upTo(4));
  });

  it('a batch that time ran out on is waited for, and is not done again', async () => {
    const steps: string[] = [];
    const worker = csvWorker(services, {
      ...{ batchSize: 1, timeoutMs: 3_000 },
      async work({ batch, signal }) {
        if (batch.index !== 1) return;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await sleep(300);
        steps.push('done');
      },
    });
    await services.upload('waited.csv', numbers(3));
    await services.drain(async (event) => {
      const deleted = await worker.invoke(event);
      steps.push('replied');
      return deleted;
    });
    expect(steps).toEqual(['done', 'replied', 'replied']);
    expect(numbersOf(worker.batches)).toEqual(upTo(3));
  });

  it('more messages than maxHops fail it for good', async () => {
    const worker = csvWorker(services, {
      ...{ batchSize: 1, batchesAtOnce: 2, maxHops: 2, onNonRetriable: 'acknowledge' },
    });
    await services.upload('long.csv', numbers(200));
    expect(await services.drain(worker.invoke)).toBe(3);
    expect(await services.files('long.csv')).toMatchObject([
      { status: 'REJECTED', errorCode: 'ERR_CSV_NO_PROGRESS', hop: 2 },
    ]);
    expect(worker.batches).toHaveLength(6);
  });

  it('an object replaced between two hops is superseded: its own event does the work', async () => {
    const superseded: string[] = [];
    const worker = csvWorker(services, {
      ...{ batchSize: 1, batchesAtOnce: 20 },
      onSuperseded: ({ reason }) => void superseded.push(reason),
    });
    await services.upload('moving.csv', numbers(50));
    await services.drain(worker.invoke, 1);
    const old = worker.batches.length;
    await services.upload('moving.csv', `${numbers(50)}51\n`);
    await services.drain(worker.invoke);
    expect(superseded).toEqual(['replaced']);
    expect(numbersOf(worker.batches.slice(old))).toEqual(upTo(51));
    expect((await services.files('moving.csv')).map(({ status }) => status)).toEqual([
      'SUPERSEDED',
      'COMPLETED',
    ]);
  });

  it('two functions share a table and each reads the file', async () => {
    const worker = csvWorker(services);
    const eTag = await services.upload('shared.csv', numbers(2), '0A');
    await services.drain(worker.invoke);
    await services.notify('shared.csv', eTag, 6, '0A');
    const another = csvWorker(services, { functionName: 'another' });
    await services.drain(another.invoke);
    expect(another.batches).toEqual(worker.batches);
    expect(another.batches).toHaveLength(1);
  });
});
