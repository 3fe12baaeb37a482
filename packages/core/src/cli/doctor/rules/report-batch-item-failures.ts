import type { Rule } from '../finding.js';
import { get, isUnknown, itemsOf, knownText } from '../template/value.js';
import { notKnown } from './not-known.js';
import { queueSources } from './queue-sources.js';

const property = 'FunctionResponseTypes';
const write = 'FunctionResponseTypes: [ReportBatchItemFailures]';

/** The mapping that does not read the reply. */
export const reportBatchItemFailures: readonly Rule[] = [
  {
    id: 'report-batch-item-failures',
    severity: 'error',
    finds: 'a mapping of SQS without `ReportBatchItemFailures`',
    docs: 'event-source-mapping.md#where-option-and-mapping-differ',
    *check(model) {
      for (const { source } of queueSources(model)) {
        const types = itemsOf(get(source.settings, property));
        if (types.some((type) => knownText(type) === 'ReportBatchItemFailures')) continue;
        const unknown = types.find(isUnknown);
        if (unknown) {
          yield notKnown(source.id, property, unknown, source.at);
          continue;
        }
        const why =
          'without ReportBatchItemFailures the reply is not read: of a batch that fails in part every message is deleted, also those that failed';
        // The mapping that SAM makes of a subscription can't be told.
        const own = source.service === 'SQS' && get(source.settings, 'Queue') === undefined;
        const lines =
          own && source.id.includes('.Events.') ? `Type: SQS\nProperties:\n  ${write}` : write;
        yield { resource: source.id, property, at: types[0]?.at ?? source.at, why, write: lines };
      }
    },
  },
];
