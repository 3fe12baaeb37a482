import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canTransition, dynamoDbStore, type JobRow, type JobStore } from '../../src/jobs/index.js';
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { memoryStoreOf } from '../../src/jobs/store/memory-store.js';
import { type LocalDynamoDb, startLocalDynamoDb } from './support/local-dynamodb.js';

// Random histories of one job are told to both stores: every answer and every row must be the same,
// and every change legal. Times are small, so that leases end and jobs expire within a history.

const maxAttempts = 3;
// Each step asks the index; one shard makes that one query.
const index = { indexShards: 1 };

/**
 * One store, with what three workers remember of it: the token of their last claim, successful or
 * not. `holder` is the last one who was successful.
 */
interface World {
  readonly store: JobStore;
  readonly id: string;
  readonly tokens: Map<string, string>;
  readonly seen: JobRow[];
  write(item: JobItem): Promise<void>;
}

interface Step {
  readonly text: string;
  /** `unique` differs from step to step. */
  run(world: World, now: number, unique: string): Promise<unknown>;
}

const worker = fc.constantFrom('a', 'b', 'c');
const workerOrHolder = fc.constantFrom('a', 'b', 'holder', 'holder', 'holder', 'holder');
const delay = fc.nat(30);
// Kept for less than a second: epoch seconds are 0 or 1 here.
const expiry = (now: number) => Math.floor((now + 500) / 1000);

const put = fc.tuple(fc.constantFrom('1', '2'), delay).map(
  ([input, later]): Step => ({
    text: `put ${input}, due in ${later}`,
    run: ({ store, id }, now) =>
      store.put({ id, type: 'a', input, notBefore: later > 10 ? now + later : undefined, now }),
  }),
);
const types = fc.constantFrom(undefined, ['a'], ['a', undefined], ['b', 'a'], ['b']);
const claim = fc.tuple(worker, delay, types).map(
  ([name, lease, types]): Step => ({
    text: `claim by ${name} for ${lease}, of the types ${types ?? 'any'}`,
    async run({ store, id, tokens }, now, token) {
      tokens.set(name, token);
      const leaseUntil = now + lease;
      const claimed = await store.claim({ id, token, leaseUntil, maxAttempts, types, now });
      if (claimed.outcome === 'claimed') tokens.set('holder', token);
      return claimed;
    },
  }),
);
const settle = fc.tuple(workerOrHolder, fc.boolean()).map(
  ([name, good]): Step => ({
    text: `${good ? 'complete' : 'fail'} by ${name}`,
    run: ({ store, id, tokens }, now) =>
      store.settle({
        id,
        token: tokens.get(name) ?? 'never claimed',
        outcome: good ? { status: 'COMPLETED', result: '1' } : { status: 'FAILED', error: 'e' },
        expiresAt: expiry(now),
        now,
      }),
  }),
);
const release = fc.tuple(workerOrHolder, delay).map(
  ([name, later]): Step => ({
    text: `release by ${name}, due in ${later}`,
    run: ({ store, id, tokens }, now) =>
      store.release({
        id,
        token: tokens.get(name) ?? 'never claimed',
        error: 'e',
        notBefore: now + later,
        now,
      }),
  }),
);
const giveUp = fc.nat(5).map(
  (ago): Step => ({
    text: `give up what was seen ${ago} steps ago`,
    async run({ store, seen }, now, token) {
      const row = seen.at(-1 - ago);
      return row && store.giveUp({ seen: row, token, error: 'x', expiresAt: expiry(now), now });
    },
  }),
);
const cancel = fc.constant<Step>({
  text: 'cancel',
  run: ({ store, id }, now, token) =>
    store.cancel({ id, token, error: 'x', expiresAt: expiry(now), now }),
});
const retry = fc.constant<Step>({
  text: 'retry',
  run: ({ store, id }, now, token) => store.retry({ id, token, now }),
});
const progress = fc.tuple(workerOrHolder, fc.nat(9), fc.option(fc.nat(9))).map(
  ([name, done, total]): Step => ({
    text: `progress by ${name}: ${done} of ${total}`,
    run: ({ store, id, tokens }) =>
      store.progress({
        id,
        token: tokens.get(name) ?? 'never claimed',
        progress: { done, total: total ?? undefined },
      }),
  }),
);
const mark = fc.tuple(fc.nat(3), delay).map(
  ([ago, later]): Step => ({
    text: `mark what was seen ${ago} steps ago, for ${later}`,
    async run({ store, seen }, now) {
      const row = seen.at(-1 - ago);
      return row && store.mark({ seen: row, at: now + later, sweeps: row.sweeps + 1 });
    },
  }),
);
const foreign = fc
  .record(
    {
      status: fc.constantFrom('PENDING', 'PROCESSING').map((S) => ({ S })),
      input_data: fc.constant({ S: '1' }),
      attempt: fc.constantFrom('0', '2', '3').map((N) => ({ N })),
      lease_until: delay.map((time) => ({ N: String(time) })),
      not_before: delay.map((time) => ({ N: String(time) })),
      expires_at: fc.constantFrom('0', '1').map((N) => ({ N })),
      user: fc.constant({ S: 'ada' }),
    },
    { requiredKeys: ['status'] },
  )
  .map(
    (attributes): Step => ({
      text: `another program writes ${JSON.stringify(attributes)}`,
      run: ({ id, write }) => write({ job_id: { S: id }, ...attributes }),
    }),
  );

const step = fc.oneof(
  { weight: 2, arbitrary: put },
  { weight: 6, arbitrary: claim },
  { weight: 4, arbitrary: settle },
  { weight: 3, arbitrary: release },
  { weight: 2, arbitrary: giveUp },
  { weight: 2, arbitrary: progress },
  { weight: 2, arbitrary: mark },
  { weight: 1, arbitrary: cancel },
  { weight: 2, arbitrary: retry },
  { weight: 1, arbitrary: foreign },
);
type History = { step: Step; wait: number }[];
const history: fc.Arbitrary<History> = fc.array(fc.record({ step, wait: fc.nat(20) }), {
  minLength: 20,
  maxLength: 30,
});

let dynamodb: LocalDynamoDb;
beforeAll(async () => {
  dynamodb = await startLocalDynamoDb();
});
afterAll(() => dynamodb.close());

it('both stores give the same answers, and let only legal histories happen', async () => {
  let count = 0;
  const statuses = new Set<string>();
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      count += 1;
      const id = `job-${count}`;
      try {
        await compare(makeWorlds(id), steps, statuses);
      } finally {
        await dynamodb.deleteItem(id);
      }
    }),
    { numRuns: Number(process.env.TEST_HISTORIES ?? 50) },
  );
  // Not a vacuous run: all that may happen did.
  expect([...statuses]).toEqual(
    expect.arrayContaining([
      'undefined -> PENDING',
      'PENDING -> PROCESSING',
      'PENDING -> FAILED',
      'PROCESSING -> PENDING',
      'PROCESSING -> COMPLETED',
      'PROCESSING -> FAILED',
      'FAILED -> PENDING',
    ]),
  );
}, 300_000);

// Takes each step in both worlds, and notes the changes of state.
async function compare(worlds: World[], steps: History, statuses: Set<string>): Promise<void> {
  let now = 0;
  let before: JobRow | undefined;
  for (const [index, { step, wait }] of steps.entries()) {
    now += wait;
    const [inMemory, inDynamoDb] = await Promise.all(
      worlds.map((world) => take(world, step, now, `${index}`)),
    );
    expect(inDynamoDb, `at ${now}: ${step.text}`).toEqual(inMemory);
    const after = inMemory?.row;
    checkChange(before, after, step);
    if (after) statuses.add(`${before?.status} -> ${after.status}`);
    before = after;
  }
}

function makeWorlds(id: string): World[] {
  const items = new Map<string, JobItem>();
  return [
    {
      store: memoryStoreOf(items, index),
      id,
      tokens: new Map(),
      seen: [],
      write: async (item) => void items.set(id, item),
    },
    {
      store: dynamoDbStore({ table: dynamodb.table, client: dynamodb.client, ...index }),
      id,
      tokens: new Map(),
      seen: [],
      write: dynamodb.writeItem,
    },
  ];
}

// What a step answered, or the code it was refused with, and the row it left.
async function take(world: World, step: Step, now: number, unique: string) {
  const answer = await step.run(world, now, unique).catch((error: { code?: string }) => {
    if (error.code === undefined) throw error;
    return error.code;
  });
  const row = await world.store.get(world.id);
  if (row) world.seen.push(row);
  return { answer, row, listed: await isListed(world, row) };
}

// Whether the index has the job under its state. Other programs' rows may be elsewhere, or nowhere.
async function isListed({ store, id }: World, row: JobRow | undefined): Promise<boolean> {
  if (!row) return false;
  const { rows } = await store.list({ status: row.status, order: 'newest-first', limit: 100 });
  return rows.some((listed) => listed.id === id);
}

function checkChange(before: JobRow | undefined, after: JobRow | undefined, step: Step): void {
  if (step.text.startsWith('another program')) return;
  expect(after?.attempt ?? 0).toBeLessThanOrEqual(maxAttempts);
  if (!before || !after || before.status === after.status) return;
  const isNewJob = step.text.startsWith('put') && after.status === 'PENDING';
  if (!isNewJob) {
    expect(canTransition(before.status, after.status), `${step.text}: ${before.status}`).toBe(true);
  }
}
