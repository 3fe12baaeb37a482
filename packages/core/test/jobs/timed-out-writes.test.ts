import { setTimeout as sleep } from 'node:timers/promises';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDbStore, type JobStore } from '../../src/jobs/index.js';
import {
  dynamoDbClient,
  type LocalDynamoDb,
  startLocalDynamoDb,
} from './support/local-dynamodb.js';

// Writes that reach the database and are applied, while their sender waits in vain for the answer.

const now = Date.parse('2026-01-01T00:00:00Z');
const endpoint = 'http://dynamodb.test';
const timeout = 700;
const maxTries = 2;
const claimed = { token: 'mine', leaseUntil: now + 60_000, maxAttempts: 3, now };

let dynamodb: LocalDynamoDb;
let store: JobStore;
let count = 0;
let id: string;

beforeAll(async () => {
  dynamodb = await startLocalDynamoDb();
  const requestHandler = { requestTimeout: timeout, throwOnRequestTimeout: true };
  const client = dynamoDbClient(endpoint, { maxAttempts: maxTries, requestHandler });
  store = dynamoDbStore({ table: dynamodb.table, client });
});
beforeEach(async () => {
  count += 1;
  id = `job-${count}`;
  requests('in time');
  await store.put({ id, type: 'a', input: '1', notBefore: undefined, now });
});
afterEach(() => {
  // Each request that a test foresaw was made, and no other one could be.
  expect(nock.pendingMocks()).toEqual([]);
});
afterAll(async () => {
  nock.restore();
  await dynamodb.close();
});

/** The next requests all reach the database; these answers come in time, those too late. */
function requests(...answers: readonly ('in time' | 'too late')[]): void {
  for (const answer of answers) {
    nock(endpoint)
      .post('/')
      .reply(async (request: Request) => {
        const response = await pass(request);
        if (answer === 'too late') await sleep(3 * timeout);
        return [response.status, await response.text()];
      });
  }
}

async function pass(request: Request): Promise<Response> {
  const kept = ['content-type', 'x-amz-target', 'x-amz-date', 'authorization'];
  const headers = kept.map((name): [string, string] => [name, request.headers.get(name) ?? '']);
  return fetch(dynamodb.url, { method: 'POST', headers, body: await request.text() });
}

const settle = (token: string) => {
  const outcome = { status: 'COMPLETED', result: '1' } as const;
  return store.settle({ id, token, outcome, expiresAt: now / 1000 + 3600, now });
};

describe('a write that timed out, and had been applied', () => {
  it('claim: its repetition is refused by itself, and that is a success, counted once', async () => {
    requests('too late', 'in time', ...afterRefusal);
    expect(await store.claim({ id, ...claimed })).toMatchObject({
      outcome: 'claimed',
      row: { attempt: 1, token: 'mine' },
    });
  });

  it('claim: where every try timed out, the row is read and says so', async () => {
    requests('too late', 'too late', 'in time');
    expect(await store.claim({ id, ...claimed })).toMatchObject({ outcome: 'claimed' });
  });

  it('settle: is a success', async () => {
    requests('in time', 'too late', 'in time', ...afterRefusal);
    await store.claim({ id, ...claimed });
    await settle('mine');
    expect(await dynamodb.readItem(id)).toMatchObject({ status: { S: 'COMPLETED' } });
  });

  it('put: is stored, once', async () => {
    requests('too late', 'in time', ...afterRefusal);
    const job = { id: `${id}-new`, type: 'a', input: '1', notBefore: undefined, now };
    expect(await store.put(job)).toMatchObject({ stored: true });
  });
});

describe('a write that timed out, and had been refused', () => {
  it('settle by a worker that lost its lease: is no success', async () => {
    requests('in time', 'too late', 'too late', 'in time');
    await store.claim({ id, ...claimed });
    await expect(settle('stale')).rejects.toMatchObject({ code: 'ERR_JOB_STORE' });
    expect(await dynamodb.readItem(id)).toMatchObject({ status: { S: 'PROCESSING' } });
  });

  it('claim of a job that another worker holds: is not taken for its own', async () => {
    requests('in time', 'too late', 'in time', ...afterRefusal);
    await store.claim({ id, ...claimed });
    expect(await store.claim({ id, ...claimed, token: 'other' })).toMatchObject({
      outcome: 'held',
      row: { attempt: 1, token: 'mine' },
    });
  });
});

// The embedded database sends no item along with a refusal, so that the row is read.
const afterRefusal = process.env.TEST_DYNAMODB_URL ? [] : (['in time'] as const);
