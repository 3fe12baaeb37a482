import { sqsHandler } from 'lwa-bridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainScenario } from './simulation/plain-scenario.js';
import type { Deed } from './simulation/scenario.js';
import { simulate } from './simulation/simulate.js';
import { useVirtualTimers } from './simulation/virtual-clock.js';
import { type CreateHandler, never } from './simulation/world.js';

beforeAll(useVirtualTimers);
afterAll(() => void vi.useRealTimers());

async function endsOf(
  createHandler: CreateHandler,
  reportBatchItemFailures = true,
  deed: Deed = 'succeed',
) {
  const scenario = plainScenario(deed, 3, reportBatchItemFailures);
  const { dead, history } = await simulate(scenario, createHandler);
  const deleted = history.flatMap((one) => (one.type === 'decided' ? one.deleted : []));
  return { deleted: deleted.sort(), dead: Object.fromEntries(dead) };
}

const allDeleted = { deleted: ['m0', 'm1', 'm2'], dead: {} };
const allDead = { deleted: [], dead: { m0: 2, m1: 2, m2: 2 } };
const replying = (reply: unknown) => () => async () => reply as never;
const failing = (...ids: unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('with ReportBatchItemFailures', () => {
  it.each([[null], [undefined], [{}], [{ batchItemFailures: null }], [failing()]])(
    'the whole batch succeeds with the reply %j',
    async (reply) => expect(await endsOf(replying(reply))).toEqual(allDeleted),
  );

  it.each([
    [failing('')],
    [failing(null)],
    [failing('m0', 'm9')],
    [{ batchItemFailures: [{ messageId: 'm0' }] }],
    [{ batchItemFailures: 'm0' }],
    ['done'],
  ])(
    'the whole batch fails with the reply %j, until it is in the dead-letter queue',
    async (reply) => expect(await endsOf(replying(reply))).toEqual(allDead),
  );

  it('what is listed fails, the rest is deleted', async () => {
    expect(await endsOf(replying(failing('m1', 'm1')))).toEqual({
      deleted: ['m0', 'm2'],
      dead: { m1: 2 },
    });
  });
});

describe('without ReportBatchItemFailures', () => {
  it.each([[null], [failing('m1')], [failing('')], ['done']])(
    'the whole batch succeeds with the reply %j',
    async (reply) => expect(await endsOf(replying(reply), false)).toEqual(allDeleted),
  );
});

describe.each([true, false])('with ReportBatchItemFailures %s, the whole batch fails', (report) => {
  it('with an error', async () => {
    const createHandler = () => async () => {
      throw new Error('no');
    };
    expect(await endsOf(createHandler, report)).toEqual(allDead);
  });

  it('with a reply that cannot be written as JSON', async () => {
    const reply: Record<string, unknown> = {};
    reply.self = reply;
    expect(await endsOf(replying(reply), report)).toEqual(allDead);
  });

  it('at the timeout of the function', async () => {
    expect(await endsOf(() => never, report)).toEqual(allDead);
  });

  it.each<[string, Deed]>([
    ['is gone', 'crash'],
    ['answers no more', 'block'],
  ])('with a process that %s in the middle of it', async (_what, deed) => {
    expect(await endsOf(sqsHandler, report, deed)).toEqual(allDead);
  });
});
