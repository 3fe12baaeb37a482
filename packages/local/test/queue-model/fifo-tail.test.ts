import { sqsHandler } from 'lwa-bridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainScenario } from './simulation/plain-scenario.js';
import type { Deed, PlannedMessage, Scenario } from './simulation/scenario.js';
import { simulate } from './simulation/simulate.js';
import { useVirtualTimers } from './simulation/virtual-clock.js';

beforeAll(useVirtualTimers);
afterAll(() => void vi.useRealTimers());

type Settings = { [Part in 'queue' | 'mapping' | 'handler']?: Partial<Scenario[Part]> };

/**
 * One group of three messages, of which only the first fails: at each of its receipts it does the next of
 * these, and the last one from then on.
 */
async function play([first, ...later]: [Deed, ...Deed[]], settings: Settings = {}) {
  const plain = plainScenario('succeed', 3);
  const [head, ...tail] = plain.messages as [PlannedMessage, ...PlannedMessage[]];
  const doing = (deed: Deed) => ({ ...head.receipts[0], deed });
  const receipts: PlannedMessage['receipts'] = [doing(first), ...later.map(doing)];
  const scenario: Scenario = {
    ...plain,
    queue: { ...plain.queue, fifo: true, maxReceiveCount: 3, ...settings.queue },
    mapping: { ...plain.mapping, ...settings.mapping },
    handler: { ...plain.handler, ...settings.handler },
    messages: [{ ...head, receipts }, ...tail],
  };
  const { dead, history } = await simulate(scenario, sqsHandler);
  const worked = history.flatMap((one) =>
    one.type === 'started' && one.as === 'message' ? [one.id] : [],
  );
  return { worked, dead: Object.fromEntries(dead) };
}

describe('the messages behind one that fails at every receipt', () => {
  it('are received as often as that one, and go to the dead-letter queue unworked', async () => {
    expect(await play(['throw'])).toEqual({
      worked: ['m0', 'm0', 'm0'],
      dead: { m0: 3, m1: 3, m2: 3 },
    });
  });

  it('do so with a higher maxReceiveCount, too', async () => {
    const { dead } = await play(['throw'], { queue: { maxReceiveCount: 8 } });
    expect(dead).toEqual({ m0: 8, m1: 8, m2: 8 });
  });

  it('are worked on once that one is dead, with BatchSize 1: none else is received before', async () => {
    expect(await play(['throw'], { mapping: { batchSize: 1, maximumConcurrency: 3 } })).toEqual({
      worked: ['m0', 'm0', 'm0', 'm1', 'm2'],
      dead: { m0: 3 },
    });
  });

  it.each(['sends', 'resolves', 'acknowledge'] as const)(
    'are worked on at once where no retry can help that one, and onNonRetriable %s',
    async (onNonRetriable) => {
      expect(await play(['give-up'], { handler: { onNonRetriable } })).toEqual({
        worked: ['m0', 'm1', 'm2'],
        dead: {},
      });
    },
  );

  it('are not where the redrive policy decides', async () => {
    const { worked, dead } = await play(['give-up'], { handler: { onNonRetriable: 'redrive' } });
    expect(worked).toEqual(['m0', 'm0', 'm0']);
    expect(dead).toEqual({ m0: 3, m1: 3, m2: 3 });
  });
});

describe('the messages behind one that fails for a while', () => {
  const threeTimes: [Deed, ...Deed[]] = ['throw', 'throw', 'throw', 'succeed'];

  it('go to the dead-letter queue unworked where maxReceiveCount is that many', async () => {
    expect((await play(threeTimes)).dead).toEqual({ m0: 3, m1: 3, m2: 3 });
  });

  it('are worked on after it with a higher one', async () => {
    expect(await play(threeTimes, { queue: { maxReceiveCount: 4 } })).toEqual({
      worked: ['m0', 'm0', 'm0', 'm0', 'm1', 'm2'],
      dead: {},
    });
  });
});
