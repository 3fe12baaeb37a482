import type { Rule } from '../finding.js';
import { nameOf } from '../model/queue.js';
import { get, numberOf } from '../template/value.js';
import { isCsvWorker, isJobsWorker, knownQueueSources } from './queue-sources.js';

/** What FIFO queues need, and what they can't. */
export const fifo: readonly Rule[] = [
  {
    id: 'fifo-name',
    severity: 'error',
    finds: 'a FIFO queue whose name does not end with .fifo, or a standard one whose name does',
    docs: 'sqs.md#fifo-queues',
    *check({ queues }) {
      for (const { id, at, fifo, resource } of queues.values()) {
        const name = nameOf(resource);
        const place = get(resource.properties, 'QueueName')?.at ?? at;
        if (name === undefined || name.endsWith('}') || name.endsWith('.fifo') === fifo) continue;
        const why = fifo
          ? `the name of a FIFO queue ends with .fifo: SQS refuses '${name}'`
          : `'${name}' ends with .fifo, but without FifoQueue it is asked for as a standard queue, which SQS refuses`;
        const write = fifo ? `QueueName: ${name}.fifo` : 'FifoQueue: true';
        yield { resource: id, property: fifo ? 'QueueName' : 'FifoQueue', at: place, why, write };
      }
    },
  },
  {
    id: 'fifo-batching',
    severity: 'error',
    finds: 'a batching window, or a batch size above 10, on the mapping of a FIFO queue',
    docs: 'doctor.md#fifo-queues',
    *check(model) {
      for (const { source, queue } of knownQueueSources(model)) {
        if (!queue.fifo) continue;
        for (const [property, most] of [
          ['MaximumBatchingWindowInSeconds', 0],
          ['BatchSize', 10],
        ] as const) {
          const value = get(source.settings, property);
          if (value === undefined || (numberOf(value) ?? 0) <= most) continue;
          const why = `a FIFO queue's mapping takes batches of 10 at most and has no batching window: Lambda refuses ${property}: ${numberOf(value)}`;
          const write = most === 0 ? `# remove ${property}` : `${property}: ${most}`;
          yield { resource: source.id, property, at: value.at, why, write };
        }
      }
    },
  },
  {
    id: 'fifo-worker',
    severity: 'error',
    finds: 'jobs, or CSV files with checkpoints, on a FIFO queue',
    docs: 'doctor.md#fifo-queues',
    *check(model) {
      for (const each of knownQueueSources(model)) {
        const { fn, queue } = each;
        if (!queue.fifo || !(isJobsWorker(each, model) || isCsvWorker(fn))) continue;
        const why = `a message of ${fn.id} that is put off holds its whole group back, whose other messages use up their receives meanwhile`;
        const write = '# remove FifoQueue, ContentBasedDeduplication, and .fifo from its name';
        yield { resource: queue.id, property: 'FifoQueue', at: queue.at, why, write };
      }
    },
  },
];
