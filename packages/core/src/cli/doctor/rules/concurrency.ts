import type { Rule } from '../finding.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import type { Model } from '../model/model.js';
import { get, knownText, numberOf, type Value } from '../template/value.js';
import { queueSources } from './queue-sources.js';

const property = 'ScalingConfig.MaximumConcurrency';

/** How many events of a queue at once, against what the function may take. */
export const concurrency: readonly Rule[] = [
  {
    id: 'maximum-concurrency',
    severity: 'error',
    finds:
      'a MaximumConcurrency below 2 or above 1,000, or above the function’s reserved concurrency',
    docs: 'doctor.md#how-many-at-once',
    *check(model) {
      for (const { fn, source, reserved, most, value } of limits(model)) {
        if (most === undefined || value === undefined) continue;
        const outside = most < 2 || most > 1000;
        if (!outside && (reserved === undefined || most <= reserved)) continue;
        const why = outside
          ? `Lambda refuses a MaximumConcurrency of ${most}: it is from 2 to 1,000`
          : `the mapping sends ${most} events at once where the function takes ${reserved}: the others are throttled, and use up their messages' receives until they are in the dead-letter queue untried`;
        const write = lines(fn, Math.min(most, reserved ?? most), reserved);
        yield { resource: source.id, property, at: value.at, why, write };
      }
    },
  },
  {
    id: 'reserved-concurrency',
    severity: 'warning',
    finds: 'reserved concurrency without a MaximumConcurrency on the mapping',
    docs: 'doctor.md#how-many-at-once',
    *check(model) {
      for (const { fn, source, reserved, value } of limits(model)) {
        if (reserved === undefined || reserved < 1 || value !== undefined) continue;
        const why = `the mapping does not know that the function takes ${reserved} events at once: it sends more, which are throttled and use up their messages' receives`;
        const write = lines(fn, reserved, reserved);
        yield { resource: source.id, property, at: source.at, why, write };
      }
    },
  },
];

function limits(model: Model) {
  return queueSources(model).map(({ fn, source }) => {
    const value: Value | undefined = get(source.settings, 'ScalingConfig', 'MaximumConcurrency');
    const enabled = knownText(get(source.settings, 'Enabled')) !== 'false';
    const given = numberOf(get(fn.properties, 'ReservedConcurrentExecutions'));
    // A mapping that is switched off sends nothing.
    return { fn, source, value, reserved: enabled ? given : undefined, most: numberOf(value) };
  });
}

/** As near to what is wanted as Lambda allows: where a function takes 1, both have to be 2. */
function lines({ id }: LambdaFunction, wanted: number, reserved: number | undefined): string {
  const mapping = `ScalingConfig:\n  MaximumConcurrency: ${Math.min(Math.max(wanted, 2), 1000)}`;
  // A function that takes none is switched off: so is its mapping.
  if (reserved === 0) return `Enabled: false\n${mapping}`;
  if (reserved === undefined || reserved >= 2) return mapping;
  return `# under Properties of ${id}\nReservedConcurrentExecutions: 2\n# under Properties of the mapping\n${mapping}`;
}
