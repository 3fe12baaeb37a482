import type { LocalEvent } from 'lwa-bridge-local';
import { expect, it } from 'vitest';
import { watchFailures } from '../src/watch-failures.js';

const batch = { type: 'batch-ended', queue: 'jobs', function: 'sqs-job', ms: 7 } as const;

it.each<LocalEvent>([
  { ...batch, deleted: ['a'], returned: [] },
  { type: 'function-log', function: 'sqs-job', line: '{"level":"ERROR","message":"not yet"}' },
  { type: 'queue-failed', queue: 'jobs', action: 'receive', error: new Error('tried again') },
])('%j is no failure', (event) => {
  expect(watchFailures()(event)).toBeUndefined();
});

it.each<[LocalEvent, string]>([
  [{ ...batch, deleted: ['a'], returned: ['b'] }, 'jobs: 1 message done, 1 message will come back'],
  [
    { type: 'function-exited', function: 's3-csv', reason: 'signal: killed' },
    's3-csv: ended: signal',
  ],
  [
    {
      type: 'notification-failed',
      bucket: 'b',
      key: 'k',
      eventName: 'ObjectCreated:Put',
      queue: 'q',
      error: new Error('gone'),
    },
    's3: ObjectCreated:Put k not sent: gone',
  ],
])('%j is one', (event, reason) => {
  expect(watchFailures()(event)?.message).toContain(reason);
});

it('a batch that comes back is told with the error that its function logged last', () => {
  const failureOf = watchFailures();
  for (const [name, message] of [
    ['sqs-job', 'first'],
    ['sqs-job', 'last'],
    ['s3-csv', 'another'],
  ] as const) {
    const line = JSON.stringify({ level: 'ERROR', message });
    failureOf({ type: 'function-log', function: name, line });
  }
  expect(failureOf({ ...batch, deleted: [], returned: ['a'] })?.message).toBe(
    'jobs: 1 message will come back after 7 ms\n  ERROR last',
  );
});
