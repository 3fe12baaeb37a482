import { expect, it } from 'vitest';
import { checkDefinition } from '../src/check-definition.js';
import type { LocalDefinition } from '../src/definition.js';

const file = 'handler.js';

it('takes a whole application', () => {
  expect(() =>
    checkDefinition({
      tables: { jobs: { partitionKey: 'job_id' } },
      queues: {
        jobs: { visibilityTimeout: 180, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 13 } },
        dead: {},
        'order.fifo': { redrive: { deadLetterQueue: 'dead.fifo', maxReceiveCount: 1 } },
        'dead.fifo': {},
      },
      buckets: { uploads: { notifications: [{ queue: 'jobs' }] }, results: {} },
      functions: {
        worker: { file, timeout: 30, eventSources: [{ queue: 'jobs' }, { queue: 'order.fifo' }] },
      },
      web: { api: { file, port: 8080 } },
    }),
  ).not.toThrow();
});

it.each<[string, LocalDefinition, string]>([
  [
    'a dead-letter queue that is not there',
    { queues: { a: { redrive: { deadLetterQueue: 'b', maxReceiveCount: 1 } } } },
    'the dead-letter queue of queue "a", "b", is not among the queues',
  ],
  [
    'a dead-letter queue of another kind',
    { queues: { 'a.fifo': { redrive: { deadLetterQueue: 'b', maxReceiveCount: 1 } }, b: {} } },
    'of a FIFO queue is a FIFO queue',
  ],
  [
    'a maxReceiveCount out of bounds',
    { queues: { a: { redrive: { deadLetterQueue: 'b', maxReceiveCount: 0 } }, b: {} } },
    'maxReceiveCount of queue "a" is from 1 to 1000, got 0',
  ],
  [
    'a notification to a queue that is not there',
    { buckets: { uploads: { notifications: [{ queue: 'q' }] } } },
    'the queue of a notification of bucket "uploads", "q"',
  ],
  [
    'a notification to a FIFO queue',
    { queues: { 'q.fifo': {} }, buckets: { uploads: { notifications: [{ queue: 'q.fifo' }] } } },
    'S3 sends no notifications to FIFO queues: bucket "uploads"',
  ],
  [
    'an event source that is not there',
    { functions: { worker: { file, eventSources: [{ queue: 'q' }] } } },
    'an event source of function "worker", "q"',
  ],
  [
    'the name of something every object has',
    { queues: {}, functions: { worker: { file, eventSources: [{ queue: 'toString' }] } } },
    '"toString", is not among the queues',
  ],
  [
    'settings that AWS refuses',
    {
      queues: { q: {} },
      functions: { worker: { file, eventSources: [{ queue: 'q', batchSize: 11 }] } },
    },
    'needs a maximumBatchingWindow',
  ],
  [
    'a visibility timeout below the timeout of the function',
    {
      queues: { q: { visibilityTimeout: 10 } },
      functions: { worker: { file, timeout: 20, eventSources: [{ queue: 'q' }] } },
    },
    'visibilityTimeout of queue "q" (10 s) is below the timeout of function "worker" (20 s)',
  ],
  [
    'a timeout of more than 15 minutes',
    { functions: { worker: { file, timeout: 901 } } },
    'timeout of function "worker" is more than 0 and at most 900 seconds, got 901',
  ],
  [
    'two functions of one name',
    { functions: { api: { file } }, web: { api: { file } } },
    '"api" is the name of two functions',
  ],
])('refuses %s', (_what, definition, message) => {
  expect(() => checkDefinition(definition)).toThrow(
    expect.objectContaining({ code: 'ERR_SETTINGS', message: expect.stringContaining(message) }),
  );
});
