import type { Deed, Scenario } from './scenario.js';

/** A scenario in which nothing happens but this: messages of which each receipt is the same. */
export function plainScenario(deed: Deed, count: number, reportBatchItemFailures = true): Scenario {
  const receipt = {
    ...{ deed, ms: 10, seconds: 0, copy: 'none' as const, rank: 0 },
    ...{ deletionFails: false, sqsRefuses: false },
  };
  const message = {
    sentAfter: 0,
    group: 'a',
    body: 'valid' as const,
    receipts: [receipt] as const,
  };
  return {
    queue: { fifo: false, visibilityTimeout: 30, maxReceiveCount: 2, givesAheadOfFlight: false },
    mapping: {
      ...{ batchSize: 10, maximumConcurrency: 1, messagesPerGroup: 10 },
      reportBatchItemFailures,
    },
    handler: {
      ...{ concurrency: 10, throwOnFullBatchFailure: false, onNonRetriable: 'redrive' },
      ...{ deadlineMarginMs: undefined, retryDelay: undefined },
      reportBatchItemFailures,
    },
    timeout: 5,
    signalAfter: undefined,
    messages: Array.from({ length: count }, () => message),
  };
}
