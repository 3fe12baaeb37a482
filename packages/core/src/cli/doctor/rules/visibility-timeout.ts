import type { NotKnown, Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { get, numberOf } from '../template/value.js';
import { mendedTimeout, mendedWindow } from './mended.js';
import { notKnown } from './not-known.js';
import { type QueueSource, queueSources } from './queue-sources.js';

const property = 'VisibilityTimeout';

/** How long a message stays hidden, against how long it may be worked on. */
export const visibilityTimeout: readonly Rule[] = [
  {
    id: 'visibility-below-timeout',
    severity: 'error',
    finds: 'a visibility timeout below the function’s timeout',
    docs: 'doctor.md#the-visibility-timeout',
    *check(model) {
      for (const { queue, visibility, timeout, advised } of known(model)) {
        if (visibility >= timeout) continue;
        const why = `a message is visible again after ${visibility} s while the function may work on it for ${timeout} s, so that it is done twice at once; Lambda refuses such a mapping`;
        yield problem(queue, why, advised);
      }
    },
  },
  {
    id: 'visibility-timeout',
    severity: 'warning',
    finds: 'a visibility timeout below 6 times the function’s timeout plus the batching window',
    docs: 'doctor.md#the-visibility-timeout',
    *check(model) {
      yield* unknown(model);
      for (const { queue, visibility, timeout, needs, advised } of known(model)) {
        if (visibility < timeout || visibility >= needs.seconds) continue;
        const why = `${visibility} s are less than ${needs.sum}, so that messages which wait for a throttled function come back before they were tried, and use up receives until they are in the dead-letter queue`;
        yield problem(queue, why, advised);
      }
    },
  },
];

interface Known {
  readonly queue: NonNullable<QueueSource['queue']>;
  readonly visibility: number;
  readonly timeout: number;
  readonly needs: Needs;
  /** Enough for each function that reads the queue. */
  readonly advised: number;
}

function known(model: Model): readonly Known[] {
  const sources = queueSources(model).flatMap((each) => {
    const { fn, queue } = each;
    const value = get(fn.properties, 'Timeout');
    const timeout = value === undefined ? 3 : numberOf(value);
    const needs = needsOf(each);
    const visibility = queue?.visibilityTimeout;
    if (!queue || !needs || visibility === undefined || timeout === undefined) return [];
    return [{ queue, visibility, timeout, needs }];
  });
  return sources.map((each) => {
    const ofQueue = sources.filter(({ queue }) => queue === each.queue);
    return { ...each, advised: Math.max(...ofQueue.map(({ needs }) => needs.seconds)) };
  });
}

/** The visibility timeout that a mapping needs, and how it is computed, for a person. */
interface Needs {
  readonly seconds: number;
  readonly sum: string;
}

/** With the timeout and the window that the other rules ask for, where they do. */
function needsOf(each: QueueSource): Needs | undefined {
  const [timeout, window] = [mendedTimeout(each.fn), mendedWindow(each)];
  if (timeout === undefined || window === undefined) return undefined;
  const given = numberOf(get(each.fn.properties, 'Timeout')) ?? 3;
  const waits = numberOf(get(each.source.settings, 'MaximumBatchingWindowInSeconds')) ?? 0;
  const ofTimeout = timeout === given ? `${timeout} s` : `the ${timeout} s that Timeout should be`;
  const ofWindow = `${window} s${window === waits ? '' : ' that its batch size needs'}`;
  const sum = `6 times ${ofTimeout}${window > 0 ? ` and the window of ${ofWindow}` : ''}`;
  return { seconds: 6 * timeout + window, sum };
}

function* unknown(model: Model): Generator<NotKnown> {
  for (const { fn, source, queue } of queueSources(model)) {
    if (queue === undefined) {
      const notKnown =
        'its queue is not in this template: look at its visibility timeout, its redrive policy and its type there';
      yield { resource: source.id, property: 'Queue', at: source.at, notKnown };
      continue;
    }
    const values = [
      [queue.id, property, get(queue.resource.properties, property)],
      [fn.id, 'Timeout', get(fn.properties, 'Timeout')],
    ] as const;
    for (const [id, name, value] of values) {
      if (value && numberOf(value) === undefined) yield notKnown(id, name, value, queue.at);
    }
  }
}

function problem(queue: Known['queue'], why: string, advised: number): Problem {
  const at = get(queue.resource.properties, property)?.at ?? queue.at;
  return { resource: queue.id, property, at, why, write: `VisibilityTimeout: ${advised}` };
}
