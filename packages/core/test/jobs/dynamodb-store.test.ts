import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClaimOutcome, dynamoDbStore, type JobStore } from '../../src/jobs/index.js';
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { type AwsProxy, type Fault, startAwsProxy } from './support/aws-proxy.js';
import { jobListContract } from './support/job-list-contract.js';
import { jobStoreContract } from './support/job-store-contract.js';
import {
  dynamoDbClient,
  type LocalDynamoDb,
  startLocalDynamoDb,
} from './support/local-dynamodb.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const now = Date.parse('2026-01-01T00:00:00Z');
const expiresAt = now / 1000 + 3600;

describe('contract, where the refused item is read', () => {
  jobStoreContract(async () => {
    const { client, table, readItem, writeItem, close } = await startLocalDynamoDb();
    return { store: dynamoDbStore({ table, client }), readItem, writeItem, close };
  });
});

describe.each([{}, { listCompleted: true, indexShards: 3 }])(
  'contract of lists, with %o',
  (options) => {
    jobListContract(async () => {
      const { client, table, readItem, writeItem, close } = await startLocalDynamoDb();
      return { store: dynamoDbStore({ table, client, ...options }), readItem, writeItem, close };
    });
  },
);

describe('contract, where the refused item comes with the error, as from AWS', () => {
  jobStoreContract(async () => {
    const dynamodb = await startLocalDynamoDb();
    const proxy = await startAwsProxy(dynamodb.url, sendAllOld(dynamodb));
    return {
      ...dynamodb,
      store: dynamoDbStore({ table: dynamodb.table, client: dynamoDbClient(proxy.url) }),
      async close() {
        await proxy.close();
        await dynamodb.close();
      },
    };
  });
});

describe('requests', () => {
  let dynamodb: LocalDynamoDb;
  let proxy: AwsProxy;
  let store: JobStore;
  let count = 0;

  beforeAll(async () => {
    dynamodb = await startLocalDynamoDb();
    proxy = await startAwsProxy(dynamodb.url, sendAllOld(dynamodb));
    store = dynamoDbStore({
      table: dynamodb.table,
      client: dynamoDbClient(proxy.url, { maxAttempts: 3 }),
    });
  });
  afterEach(() => {
    proxy.operations.length = 0;
  });
  afterAll(async () => {
    await proxy.close();
    await dynamodb.close();
  });

  async function pending(): Promise<string> {
    count += 1;
    const id = `job-${count}`;
    await store.put({ id, type: 'analyse', input: '1', notBefore: undefined, now });
    proxy.operations.length = 0;
    return id;
  }
  const claim = (id: string, token = 'mine'): Promise<ClaimOutcome> =>
    store.claim({ id, token, leaseUntil: now + 60_000, maxAttempts: 3, now });
  const settle = (id: string) =>
    store.settle({
      id,
      token: 'mine',
      outcome: { status: 'COMPLETED', result: '1' },
      expiresAt,
      now,
    });
  const release = (id: string) =>
    store.release({ id, token: 'mine', error: 'later', notBefore: now, now });
  const cancel = (id: string) =>
    store.cancel({ id, token: 'cancel', error: 'unwanted', expiresAt, now });
  const failed = async (id: string) => {
    await claim(id);
    await store.settle({
      id,
      token: 'mine',
      outcome: { status: 'FAILED', error: 'x' },
      expiresAt,
      now,
    });
  };

  it('are one a step, refused or not', async () => {
    const id = await pending();
    await claim(id);
    await claim(id, 'other');
    await settle(id);
    await expect(settle('nobody')).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
    // Only where there is no item is there none in the error; that one is looked for.
    expect(proxy.operations).toEqual([...Array(4).fill('UpdateItem'), 'GetItem']);
  });

  it('that read are consistent: they look for what was written a moment ago', async () => {
    const reads: unknown[] = [];
    const client = dynamoDbClient(dynamodb.url);
    client.middlewareStack.add(
      (next) => (args) => {
        reads.push(args.input);
        return next(args);
      },
      { step: 'initialize' },
    );
    await dynamoDbStore({ table: dynamodb.table, client }).get('1');
    expect(reads).toEqual([expect.objectContaining({ ConsistentRead: true })]);
  });

  describe.each<Fault>(['lose-answer', 'error-after'])('whose answer is lost (%s)', (fault) => {
    it('put: applied, and the repeated one knows itself again', async () => {
      proxy.break('PutItem', fault);
      count += 1;
      const job = { id: `job-${count}`, type: 'a', input: '1', notBefore: undefined, now };
      expect(await store.put(job)).toMatchObject({ stored: true, row: { status: 'PENDING' } });
      expect(proxy.operations).toEqual(['PutItem', 'PutItem']);
    });

    it('claim: applied once, and the repeated one knows its token', async () => {
      const id = await pending();
      proxy.break('UpdateItem', fault);
      expect(await claim(id)).toMatchObject({ outcome: 'claimed', row: { attempt: 1 } });
      expect(proxy.operations).toEqual(['UpdateItem', 'UpdateItem']);
    });

    it('settle: applied', async () => {
      const id = await pending();
      await claim(id);
      proxy.break('UpdateItem', fault);
      await settle(id);
      expect(await store.get(id)).toMatchObject({ status: 'COMPLETED' });
    });

    it('release: applied, as long as nobody else took the job', async () => {
      const id = await pending();
      await claim(id);
      proxy.break('UpdateItem', fault);
      await release(id);
      expect(await store.get(id)).toMatchObject({ status: 'PENDING', attempt: 1 });
    });

    it('cancel, retry, giveUp: applied', async () => {
      const id = await pending();
      proxy.break('UpdateItem', fault);
      expect(await cancel(id)).toMatchObject({ changed: true, row: { status: 'FAILED' } });
      proxy.break('UpdateItem', fault);
      const retried = await store.retry({ id, token: 'retry', now });
      expect(retried).toMatchObject({ changed: true, row: { status: 'PENDING', attempt: 0 } });
      proxy.break('UpdateItem', fault);
      const seen = retried.row;
      if (!seen) throw new Error('no row');
      expect(await store.giveUp({ seen, token: 'gone', error: 'x', expiresAt, now })).toBe(true);
    });

    it('each of its tries: the row is read, and says that it was applied', async () => {
      const id = await pending();
      proxy.break('UpdateItem', fault, fault, fault);
      expect(await claim(id)).toMatchObject({ outcome: 'claimed', row: { attempt: 1 } });
      expect(proxy.operations).toEqual([...Array(3).fill('UpdateItem'), 'GetItem']);
    });
  });

  it('that never arrive are no success: ERR_JOB_STORE, with the cause', async () => {
    const id = await pending();
    proxy.break('UpdateItem', 'drop', 'drop', 'drop');
    await expect(claim(id)).rejects.toMatchObject({
      code: 'ERR_JOB_STORE',
      message: expect.stringMatching(new RegExp(`job ${id} in table ${dynamodb.table}: `)),
      cause: { code: 'ECONNRESET' },
    });
    expect(await store.get(id)).toMatchObject({ status: 'PENDING', attempt: 0 });
  });

  it('whose fate cannot be read either are no success, and the first error is told', async () => {
    const id = await pending();
    proxy.break('UpdateItem', 'throttle', 'throttle', 'throttle');
    proxy.break('GetItem', 'drop', 'drop', 'drop');
    await expect(claim(id)).rejects.toMatchObject({
      code: 'ERR_JOB_STORE',
      cause: { name: 'ThrottlingException' },
    });
  });

  it('that are throttled are repeated by the SDK', async () => {
    const id = await pending();
    proxy.break('UpdateItem', 'throttle', 'throttle');
    expect(await claim(id)).toMatchObject({ outcome: 'claimed' });
  });

  it('settle: a late repetition does not end the attempt of another worker', async () => {
    const id = await pending();
    await claim(id);
    await release(id);
    await claim(id, 'other');
    await expect(release(id)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
    expect(await store.get(id)).toMatchObject({ status: 'PROCESSING', token: 'other' });
  });

  it('cancel: is not taken for that of somebody else', async () => {
    const id = await pending();
    await failed(id);
    expect(await cancel(id)).toMatchObject({ changed: false });
  });
});

describe('a page whose rows come in parts, as of more than 16 MB', () => {
  it.each([
    [3, ['a', 'b', 'c', 'd']],
    [Number.POSITIVE_INFINITY, undefined],
  ])('is asked for until it is whole: %d parts', async (parts, expected) => {
    const dynamodb = await startLocalDynamoDb();
    let part = 0;
    const proxy = await startAwsProxy(dynamodb.url, async (answer, operation) => {
      part += operation === 'BatchGetItem' ? 1 : 0;
      if (operation !== 'BatchGetItem' || part > parts) return answer;
      const { Responses } = JSON.parse(answer.body);
      const [first, ...left] = Responses[dynamodb.table];
      const Keys = left.map(({ job_id }: JobItem) => ({ job_id }));
      const body = { Responses: { [dynamodb.table]: parts === 3 ? [first] : [] } };
      const UnprocessedKeys = {
        [dynamodb.table]: { Keys: parts === 3 ? Keys : [{ job_id: first.job_id }] },
      };
      return { ...answer, body: JSON.stringify({ ...body, UnprocessedKeys }) };
    });
    const store = dynamoDbStore({ table: dynamodb.table, client: dynamoDbClient(proxy.url) });
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      await store.put({ id, type: 'a', input: '1', notBefore: undefined, now: now + index });
    }
    const page = store.list({ status: 'PENDING', order: 'oldest-first', limit: 10 });
    if (expected) {
      expect((await page).rows.map(({ id }) => id)).toEqual(expected);
    } else {
      await expect(page).rejects.toMatchObject({
        code: 'ERR_JOB_STORE',
        message: expect.stringContaining('1 items were not given'),
      });
    }
    await proxy.close();
    await dynamodb.close();
  });
});

describe('settings', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('are asked for on first use: importing and creating need none', async () => {
    vi.stubEnv('JOBS_TABLE', undefined);
    const store = dynamoDbStore();
    await expect(store.get('1')).rejects.toMatchObject({
      code: 'ERR_MISSING_ENV',
      message: expect.stringContaining('JOBS_TABLE'),
    });
    vi.stubEnv('JOBS_TABLE', 'from-env');
    expect(store.table).toBe('from-env');
  });

  it('name a table that is not there', async () => {
    const dynamodb = await startLocalDynamoDb();
    const store = dynamoDbStore({ table: 'elsewhere', client: dynamodb.client });
    await expect(store.get('1')).rejects.toMatchObject({
      code: 'ERR_JOB_STORE',
      message: expect.stringContaining('table elsewhere: ResourceNotFoundException'),
    });
    await dynamodb.close();
  });
});

// AWS sends the refused item along (`ALL_OLD`); the embedded database does not.
function sendAllOld(dynamodb: LocalDynamoDb): Parameters<typeof startAwsProxy>[1] {
  return async (answer, _operation, body) => {
    if (!answer.body.includes('ConditionalCheckFailedException')) return answer;
    const { Key, Item, ReturnValuesOnConditionCheckFailure: returned } = JSON.parse(body);
    if (returned !== 'ALL_OLD') throw new Error('the refused item was not asked for');
    const found = await dynamodb.readItem((Key ?? Item).job_id.S);
    return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body), Item: found }) };
  };
}
