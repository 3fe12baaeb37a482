import type { NotKnown, Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { get, numberOf, type Value } from '../template/value.js';
import { notKnown } from './not-known.js';
import { type QueueSource, queueSources } from './queue-sources.js';

const property = 'VisibilityTimeout';

/** How long a message stays hidden, against how long it may be worked on. */
export const visibilityTimeout: readonly Rule[] = [
  {
    id: 'visibility-below-timeout',
    severity: 'error',
    finds: 'a visibility timeout below the function’s timeout',
    docs: 'event-source-mapping.md#what-the-queue-does',
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
    docs: 'event-source-mapping.md#what-the-queue-does',
    *check(model) {
      yield* unknown(model);
      for (const { queue, visibility, timeout, window, advised } of known(model)) {
        if (visibility < timeout || visibility >= advised) continue;
        const sum = `6 times ${timeout} s${window > 0 ? ` and the window of ${window} s` : ''}`;
        const why = `${visibility} s are less than ${sum}, so that messages which wait for a throttled function come back before they were tried, and use up receives until they are in the dead-letter queue`;
        yield problem(queue, why, advised);
      }
    },
  },
];

interface Known {
  readonly queue: NonNullable<QueueSource['queue']>;
  readonly visibility: number;
  readonly timeout: number;
  readonly window: number;
  readonly advised: number;
}

function known(model: Model): readonly Known[] {
  return queueSources(model).flatMap(({ fn, source, queue }) => {
    const timeout = orDefault(get(fn.properties, 'Timeout'), 3);
    const window = orDefault(get(source.settings, 'MaximumBatchingWindowInSeconds'), 0);
    const visibility = queue?.visibilityTimeout;
    if (!queue || visibility === undefined || timeout === undefined || window === undefined)
      return [];
    return [{ queue, visibility, timeout, window, advised: 6 * timeout + window }];
  });
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

function orDefault(value: Value | undefined, byDefault: number): number | undefined {
  return value === undefined ? byDefault : numberOf(value);
}

function problem(queue: Known['queue'], why: string, advised: number): Problem {
  const at = get(queue.resource.properties, property)?.at ?? queue.at;
  return { resource: queue.id, property, at, why, write: `VisibilityTimeout: ${advised}` };
}
