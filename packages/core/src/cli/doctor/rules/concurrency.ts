import type { Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { get, numberOf, type Value } from '../template/value.js';
import { queueSources } from './queue-sources.js';

const property = 'ScalingConfig.MaximumConcurrency';

/** How many events of a queue at once, against what the function may take. */
export const concurrency: readonly Rule[] = [
  {
    id: 'maximum-concurrency',
    severity: 'error',
    finds:
      'a MaximumConcurrency below 2 or above 1,000, or above the function’s reserved concurrency',
    docs: 'scale.md#limits',
    *check(model) {
      for (const { source, reserved, most, value } of limits(model)) {
        if (most === undefined || value === undefined) continue;
        const outside = most < 2 || most > 1000;
        if (!outside && (reserved === undefined || most <= reserved)) continue;
        const why = outside
          ? `Lambda refuses a MaximumConcurrency of ${most}: it is from 2 to 1,000`
          : `the mapping sends ${most} events at once where the function takes ${reserved}: the others are throttled, and use up their messages' receives until they are in the dead-letter queue untried`;
        const right = outside ? Math.min(Math.max(most, 2), 1000) : Math.max(reserved ?? 2, 2);
        const write = `ScalingConfig:\n  MaximumConcurrency: ${right}`;
        yield { resource: source.id, property, at: value.at, why, write };
      }
    },
  },
  {
    id: 'reserved-concurrency',
    severity: 'warning',
    finds: 'reserved concurrency without a MaximumConcurrency on the mapping',
    docs: 'scale.md#limits',
    *check(model) {
      for (const { source, reserved, value } of limits(model)) {
        if (reserved === undefined || reserved < 1 || value !== undefined) continue;
        const why = `the mapping does not know that the function takes ${reserved} events at once: it sends more, which are throttled and use up their messages' receives`;
        const write = `ScalingConfig:\n  MaximumConcurrency: ${Math.max(reserved, 2)}`;
        yield { resource: source.id, property, at: source.at, why, write };
      }
    },
  },
];

function limits(model: Model) {
  return queueSources(model).map(({ fn, source }) => {
    const value: Value | undefined = get(source.settings, 'ScalingConfig', 'MaximumConcurrency');
    const reserved = numberOf(get(fn.properties, 'ReservedConcurrentExecutions'));
    return { source, value, reserved, most: numberOf(value) };
  });
}
