import { sqsHandler } from 'lwa-bridge';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { brokenRules } from './rules/broken-rules.js';
import type { Deed, Scenario } from './simulation/scenario.js';
import { simulate } from './simulation/simulate.js';
import { story } from './simulation/story.js';
import { useVirtualTimers } from './simulation/virtual-clock.js';

beforeAll(useVirtualTimers);
afterAll(() => void vi.useRealTimers());

const oneMessage = (deed: Deed): Scenario => ({
  queue: { fifo: false, visibilityTimeout: 30, maxReceiveCount: 2 },
  mapping: {
    batchSize: 10,
    reportBatchItemFailures: true,
    maximumConcurrency: 1,
    messagesPerGroup: 10,
  },
  handler: {
    concurrency: 10,
    reportBatchItemFailures: true,
    throwOnFullBatchFailure: false,
    onNonRetriable: 'redrive',
  },
  timeout: 5,
  signalAfter: undefined,
  messages: [
    {
      sentAfter: 0,
      group: 'a',
      body: 'valid',
      receipts: [
        {
          ...{ deed, ms: 10, seconds: 0, copy: 'none', rank: 0 },
          ...{ deletionFails: false, visibilityFails: false },
        },
      ],
    },
  ],
});

it('breaks no rule where all is well', async () => {
  const simulation = await simulate(oneMessage('throw'), sqsHandler);
  expect(brokenRules(simulation)).toEqual([]);
  expect(story(simulation)).toMatch(/failed.*received.*failed.*m0 \(received 2 times\)/s);
});

it('sees a message that is in the dead-letter queue too soon', async () => {
  const simulation = await simulate(oneMessage('throw'), sqsHandler);
  const dead = new Map([['m0', 1]]);
  expect(brokenRules({ ...simulation, dead })).toEqual([
    ['everyMessageEnds', ['m0 is in the dead-letter queue after 1 receipts']],
  ]);
});

it('sees a message that is nowhere', async () => {
  const simulation = await simulate(oneMessage('throw'), sqsHandler);
  expect(brokenRules({ ...simulation, dead: new Map() })).toEqual([
    ['everyMessageEnds', ['m0 is gone, and was not deleted']],
  ]);
});

it('sees a handler that can never end', async () => {
  const handler = () => async () => new Promise<never>(() => {});
  const { history } = await simulate(oneMessage('succeed'), handler);
  expect(history.filter(({ type }) => type === 'decided')).toMatchObject([
    { at: 5000, outcome: 'timed-out' },
    { at: 35_000, outcome: 'timed-out' },
  ]);
});
