import type { LambdaFunction } from '../model/lambda-function.js';
import { get, numberOf } from '../template/value.js';
import { isCsvWorker, type QueueSource } from './queue-sources.js';

// What a setting is once what the rules say of it is written. A rule that asks for a second setting that fits the
// first one counts with these, so that the lines of both can be pasted.

/** A function's timeout; `undefined` where it is not known. */
export function mendedTimeout({ kind, properties }: LambdaFunction): number | undefined {
  const value = get(properties, 'Timeout');
  if (value === undefined) return kind === 'events' ? 30 : 3;
  const timeout = numberOf(value);
  return timeout === undefined ? undefined : Math.min(Math.max(timeout, 1), 900);
}

/** A mapping's batching window; `undefined` where it is not known. */
export function mendedWindow(each: QueueSource): number | undefined {
  const value = get(each.source.settings, 'MaximumBatchingWindowInSeconds');
  const window = value === undefined ? 0 : numberOf(value);
  return window === 0 && needsWindow(each) ? 5 : window;
}

/** Whether Lambda refuses the batch size without a window, and the size is right as it is. */
export function needsWindow({ fn, source, queue }: QueueSource): boolean {
  const size = numberOf(get(source.settings, 'BatchSize')) ?? 10;
  return size > 10 && !queue?.fifo && !isCsvWorker(fn);
}
