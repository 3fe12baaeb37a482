import { describe, expect, it } from 'vitest';
import { useCsvServices } from './support/csv-services.js';
import { type CsvWorkerOptions, csvWorker, numbersOf, upTo } from './support/csv-worker.js';
import { type Death, mortalClients } from './support/mortal-clients.js';

/**
 * A worker may end at any of its requests to a service. Whichever it is, and whether or not the
 * service still did what was asked: the next ones finish the file, no row is missing, and each batch
 * is what it was.
 */
describe.each([
  ['one after the other', {}],
  ['over several messages', { batchesAtOnce: 2 }],
  ['in parts', { parts: 3 }],
])('a worker that ends at any request, batches %s', (name, how) => {
  const services = useCsvServices();

  // All of them take a minute and a half.
  const step = process.env.CSV_KILLS ? 1 : 7;
  const rows = 12;
  const text = `n\n${upTo(rows)
    .map((n) => (n % 4 === 0 ? `${n},wrong\n` : `${n}\n`))
    .join('')}`;
  const valid = upTo(rows).filter((n) => n % 4 !== 0);
  const options: CsvWorkerOptions = {
    ...{ batchSize: 2, checkpointEvery: 1, prefix: 'in/', ...how },
    ...{ onInvalidRow: 'collect', rejects: { prefix: 'out/' } },
  };

  it.each(['before', 'after'] as Death[])(
    '%s the service has done it',
    async (death) => {
      const operations = new Set<string>();
      for (let at = 1; ; at += step) {
        const key = `in/${name}-${death}-${at}.csv`;
        const { clients, state } = mortalClients(services, at, death);
        const dying = csvWorker(services, { ...options, ...clients });
        const healthy = csvWorker(services, options);
        await services.upload(key, text);
        await services.drain(async (event) => {
          if (state.requests < at) {
            const deleted = await dying.invoke(event);
            // Whatever it says itself: a process that was killed answers nothing.
            if (state.requests < at) return deleted;
            await services.endLeases();
            return [];
          }
          return healthy.invoke(event);
        });

        const batches = [...dying.batches, ...healthy.batches];
        const byId = new Map(batches.map((batch) => [batch.id, batch]));
        for (const batch of batches) expect(batch).toEqual(byId.get(batch.id));
        const inOrder = [...byId.values()].sort((a, b) => a.index - b.index);
        expect(numbersOf(inOrder)).toEqual(valid);
        const totals = [...dying.totals, ...healthy.totals];
        expect(totals[0]).toMatchObject({ rows: valid.length, invalidRows: 3, batches: 6 });
        // It is called again only where what says that it was called could not be written.
        expect(totals.length).toBeLessThanOrEqual(2);
        const files = await services.files(key);
        expect(files.map(({ status }) => status)).toEqual(files.map(() => 'COMPLETED'));
        const rejects = await services.download('uploads', `out/${key}.rejects.csv`);
        expect(rejects?.split('\n').map((line) => line.split(',')[0])).toEqual([
          'row_number',
          '4',
          '8',
          '12',
          '',
        ]);
        if (state.requests < at) break;
        operations.add(state.operation);
      }
      if (step > 1) return;
      expect([...operations]).toEqual(
        expect.arrayContaining(['UpdateItemCommand', 'PutObjectCommand', 'GetObjectCommand']),
      );
      if (Object.keys(how).length > 0) expect(operations).toContain('SendMessageCommand');
    },
    600_000,
  );
});
