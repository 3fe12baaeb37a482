import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type {
  DynamoDBClient,
  UpdateItemCommand,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../support/runs.js';
import { useCsvServices } from '../support/csv-services.js';
import { csvWorker, numbers, numbersOf, upTo } from '../support/csv-worker.js';

describe('parts', { timeout: 60_000 }, () => {
  const services = useCsvServices();

  it('are worked on at once, and the file is complete once', async () => {
    const key = 'four.csv';
    let running = 0;
    let most = 0;
    const worker = csvWorker(services, {
      ...{ parts: 4, batchSize: 5, concurrency: 10 },
      work: async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(50);
        running -= 1;
      },
    });
    await services.upload(key, numbers(200));
    await services.drain(worker.invoke);
    expect(most).toBe(4);
    expect(numbersOf(worker.batches).sort((a, b) => a - b)).toEqual(upTo(200));
    expect(worker.totals).toEqual([
      { rows: 200, invalidRows: 0, batches: 40, bytes: numbers(200).length },
    ]);
    const files = await services.files(key);
    expect(files).toHaveLength(5);
    expect(files[0]).toMatchObject({ status: 'COMPLETED', parts: 4 });
  });

  it('have the batches, numbers and bytes that the file has when it is read as one', async () => {
    const line = fc.constantFrom('a,b', '"a\n""b""",é', 'bad', 'x"y,1', '"open', '', '"\r\n🚢",2');
    const property = fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 40 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 2, max: 6 }),
      async (lines, lineBreak, batchSize, parts) => {
        const text = ['x,y', ...lines].join(lineBreak);
        const key = `any-${Math.random()}.csv`;
        const options = { batchSize, onInvalidRow: 'skip' as const };
        const whole = csvWorker(services, { ...options, functionName: 'whole' });
        const cut = csvWorker(services, { ...options, parts });
        const eTag = await services.upload(key, text, '0A');
        await services.drain(whole.invoke);
        await services.notify(key, eTag, Buffer.byteLength(text), '0A');
        await services.drain(cut.invoke);
        const inOrder = cut.batches.sort((a, b) => a.index - b.index);
        expect(inOrder).toEqual(whole.batches);
        expect(cut.totals).toEqual(whole.totals);
      },
    );
    await fc.assert(property, runs(6));
  });

  it('are not made of what is compressed', async () => {
    const worker = csvWorker(services, { parts: 4, batchSize: 5 });
    await services.upload('whole.csv.gz', gzipSync(numbers(50)));
    await services.drain(worker.invoke);
    expect(numbersOf(worker.batches)).toEqual(upTo(50));
    expect(await services.files('whole.csv.gz')).toHaveLength(1);
    expect(worker.log.lines).toContainEqual(
      expect.objectContaining({ message: 'a compressed file is not cut into parts' }),
    );
  });

  it.each(['', 'n', 'n\n', 'n\n1\n'])('of a file with hardly a row: %j', async (text) => {
    const key = `small-${text.length}.csv`;
    const worker = csvWorker(services, { parts: 4 });
    await services.upload(key, text);
    await services.drain(worker.invoke);
    expect(worker.totals).toMatchObject([{ rows: text.length > 3 ? 1 : 0 }]);
  });

  it('go on over several messages, each on its own', async () => {
    const worker = csvWorker(services, {
      ...{ parts: 2, batchSize: 2, batchesAtOnce: 5 },
    });
    await services.upload('long.csv', numbers(80));
    await services.drain(worker.invoke);
    expect(numbersOf(worker.batches).sort((a, b) => a - b)).toEqual(upTo(80));
    const [whole, ...parts] = await services.files('long.csv');
    expect(whole).toMatchObject({ status: 'COMPLETED' });
    for (const { hop } of parts) expect(hop).toBeGreaterThan(0);
    expect(worker.totals).toHaveLength(1);
  });

  it('are all done with when one of them is rejected', async () => {
    const handled: Error[] = [];
    const worker = csvWorker(services, {
      ...{ parts: 4, batchSize: 2, onNonRetriable: (error) => void handled.push(error) },
    });
    await services.upload('bad.csv', numbers(40).replace('7\n', '7,7\n'));
    await services.drain(worker.invoke);
    expect(handled).toMatchObject([{ code: 'ERR_CSV_ROW' }]);
    const [whole] = await services.files('bad.csv');
    expect(whole).toMatchObject({ status: 'REJECTED', errorCode: 'ERR_CSV_ROW' });
    expect(worker.totals).toEqual([]);
  });

  it('that are rejected reject the file, also where their worker ends in between', async () => {
    const options = { parts: 2, batchSize: 2, onNonRetriable: 'acknowledge' as const };
    const dynamodbClient = withoutEndingTheWhole(services.dynamodb);
    const dying = csvWorker(services, { ...options, dynamodbClient });
    const worker = csvWorker(services, options);
    await services.upload('in-between.csv', numbers(8).replace('7\n', '7,7\n'));
    // The notification, then both of its parts.
    await services.drain(dying.invoke, 2);
    const statuses = async () => (await services.files('in-between.csv')).map((f) => f.status);
    expect(await statuses()).toEqual(['SPLIT', 'COMPLETED', 'REJECTED']);
    await services.drain(worker.invoke);
    expect(await statuses()).toEqual(['REJECTED', 'COMPLETED', 'REJECTED']);
  });

  it('that reject a file say so each time their message comes', async () => {
    let deliveries = 0;
    const worker = csvWorker(services, {
      ...{ parts: 2, batchSize: 2 },
      onNonRetriable: () => {
        deliveries += 1;
        if (deliveries < 3) throw new Error('to the dead-letter queue');
      },
    });
    await services.upload('worse.csv', numbers(4).replace('3\n', '3,3\n'));
    await services.drain(worker.invoke);
    expect(deliveries).toBe(3);
  });

  it('are not given up while their last worker may have ended before it finished the file', async () => {
    const key = 'finisher.csv';
    let completes = 0;
    const worker = csvWorker(services, {
      ...{ parts: 2, batchSize: 2 },
      onComplete: () => {
        completes += 1;
      },
    });
    await services.upload(key, numbers(8));
    const dying = csvWorker(services, {
      ...{ parts: 2, batchSize: 2 },
      // It holds the file, and is gone.
      onComplete: () => Promise.reject(new Error('dead')),
      dynamodbClient: withoutReleases(services.dynamodb),
    });
    let deliveries = 0;
    await services.drain(async (event) => {
      deliveries += 1;
      const deleted = await (completes === 0 && deliveries < 4 ? dying : worker).invoke(event);
      if (deliveries === 8) await services.endLeases();
      return deleted;
    });
    expect(deliveries).toBeGreaterThan(7);
    expect(completes).toBe(1);
    expect((await services.files(key))[0]).toMatchObject({ status: 'COMPLETED' });
  });

  it('need a table', async () => {
    const worker = csvWorker(services, { parts: 2, table: '', onNonRetriable: 'acknowledge' });
    await services.upload('no-table.csv', numbers(4));
    await services.drain(worker.invoke, 1);
    expect(worker.log.errors()).toContainEqual(
      expect.objectContaining({ code: 'ERR_CSV_NEEDS_TABLE' }),
    );
    expect(worker.batches).toEqual([]);
    await services.drain(csvWorker(services).invoke);
  });
});

/** A client of a worker that ends before it can release what it holds. */
function withoutReleases(client: DynamoDBClient): DynamoDBClient {
  return without(client, ({ UpdateExpression = '', Key }) => {
    const isRelease =
      /REMOVE #lease_until/.test(UpdateExpression) && !/#status/.test(UpdateExpression);
    return isRelease && !/part-/.test(Key?.file_id?.S ?? '');
  });
}

/** A client of a worker that ends when its part has been rejected, and the file has not. */
function withoutEndingTheWhole(client: DynamoDBClient): DynamoDBClient {
  return without(
    client,
    ({ ExpressionAttributeValues: values, Key }) =>
      values?.[':new_status']?.S === 'REJECTED' && !/part-/.test(Key?.file_id?.S ?? ''),
  );
}

function without(
  client: DynamoDBClient,
  isRefused: (input: Partial<UpdateItemCommandInput>) => boolean,
): DynamoDBClient {
  return new Proxy(client, {
    get(target, property, receiver) {
      if (property !== 'send') return Reflect.get(target, property, receiver);
      return async (command: UpdateItemCommand) => {
        if (isRefused(command.input)) throw new Error('dead');
        return target.send(command);
      };
    },
  });
}
