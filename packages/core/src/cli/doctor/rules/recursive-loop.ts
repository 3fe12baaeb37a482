import type { Rule } from '../finding.js';
import { coversAction } from '../model/permits.js';
import { get, isUnknown, knownText, referencesIn } from '../template/value.js';
import { isCsvWorker, knownQueueSources } from './queue-sources.js';

/** A function that writes to its own queue. */
export const recursiveLoop: readonly Rule[] = [
  {
    id: 'recursive-loop',
    severity: 'error',
    finds:
      'a function that sends to its own queue (CSV files with checkpoints do) without `RecursiveLoop: Allow`',
    docs: 'csv.md#checkpoints',
    *check(model) {
      for (const { fn, queue } of knownQueueSources(model)) {
        const value = get(fn.properties, 'RecursiveLoop');
        if (isUnknown(value) || knownText(value) === 'Allow') continue;
        // By its ARN: `*` says nothing of what is sent where.
        const sends = fn.grants.statements.some(
          (statement) =>
            coversAction(statement, 'sqs:SendMessage') &&
            statement.resources.some((each) =>
              referencesIn(each).some(({ to }) => to === queue.id),
            ),
        );
        if (!sends && !isCsvWorker(fn)) continue;
        const why = `${fn.id} goes on by a message to ${queue.id}, which it reads: Lambda takes that for a loop and stops it after 16 rounds, so that the rest of a large file is not read`;
        const at = value?.at ?? fn.at;
        yield {
          resource: fn.id,
          property: 'RecursiveLoop',
          at,
          why,
          write: 'RecursiveLoop: Allow',
        };
      }
    },
  },
];
