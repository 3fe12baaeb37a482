import type { Rule } from '../finding.js';
import { get, numberOf } from '../template/value.js';
import { mendedWindow, needsWindow } from './mended.js';
import { isCsvWorker, queueSources } from './queue-sources.js';

/** How many messages an event holds. */
export const batching: readonly Rule[] = [
  {
    id: 'batch-window',
    severity: 'error',
    finds: 'a batch size above 10 without a batching window, or above 10,000',
    docs: 'doctor.md#batches-and-their-readers',
    *check(model) {
      for (const each of queueSources(model)) {
        const { fn, source, queue } = each;
        const value = get(source.settings, 'BatchSize');
        const size = numberOf(value) ?? 10;
        const window = get(source.settings, 'MaximumBatchingWindowInSeconds');
        const waits = window === undefined ? 0 : numberOf(window);
        if (!value || queue?.fifo || size <= 10 || (size <= 10_000 && waits !== 0)) continue;
        const why =
          size > 10_000
            ? `Lambda refuses a batch size of ${size}: 10,000 is the most, and an event holds 6 MB`
            : `Lambda refuses a batch size of ${size} without a batching window of at least a second`;
        const most = isCsvWorker(fn) ? 1 : Math.min(size, 10_000);
        const waiting = `\nMaximumBatchingWindowInSeconds: ${mendedWindow(each)}`;
        const write = `BatchSize: ${most}${waits === 0 && needsWindow(each) ? waiting : ''}`;
        yield { resource: source.id, property: 'BatchSize', at: value.at, why, write };
      }
    },
  },
  {
    id: 'csv-batch-size',
    severity: 'warning',
    finds: 'a batch size other than 1 for CSV files with checkpoints',
    docs: 'csv.md#checkpoints',
    *check(model) {
      for (const { fn, source } of queueSources(model)) {
        const value = get(source.settings, 'BatchSize');
        const size = value === undefined ? 10 : numberOf(value);
        if (!isCsvWorker(fn) || size === undefined || size <= 1) continue;
        const why = `a file that waits behind a large one of its batch uses a receive each time, so that with ${size} of them it may be given up without having been read`;
        const at = value?.at ?? source.at;
        yield { resource: source.id, property: 'BatchSize', at, why, write: 'BatchSize: 1' };
      }
    },
  },
  {
    id: 'shared-queue',
    severity: 'error',
    finds: 'a queue that two functions read',
    docs: 'doctor.md#batches-and-their-readers',
    *check(model) {
      const first = new Map<string, string>();
      for (const { fn, source, queue } of queueSources(model)) {
        if (queue === undefined) continue;
        const other = first.get(queue.id);
        first.set(queue.id, other ?? fn.id);
        if (other === undefined || other === fn.id) continue;
        const why = `each message of ${queue.id} goes to ${other} or to ${fn.id}, never to both, so that each misses what the other one takes`;
        const write = '# a queue for each function; an SNS topic sends each message to both';
        yield { resource: source.id, property: 'Queue', at: source.at, why, write };
      }
    },
  },
];
