import type { Problem, Rule } from '../finding.js';
import type { EventSource } from '../model/event-source.js';
import type { Model } from '../model/model.js';
import { get, isTrue, isUnknown, numberOf, type Value } from '../template/value.js';
import { newQueue } from './new-queue.js';

/** A record of Kinesis or DynamoDB that fails each time. */
export const streams: readonly Rule[] = [
  {
    id: 'stream-retries',
    severity: 'error',
    finds:
      'a stream’s mapping that tries for ever: neither MaximumRetryAttempts nor MaximumRecordAgeInSeconds',
    docs: 'doctor.md#streams',
    check: onStreams('MaximumRetryAttempts', ({ settings }) =>
      ['MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'].some((name) =>
        isLimit(get(settings, name)),
      )
        ? undefined
        : {
            why: 'a record that fails each time stops its shard until it expires, after a day or more, and all that is behind it may expire unread',
            write: 'MaximumRetryAttempts: 5',
          },
    ),
  },
  {
    id: 'stream-destination',
    severity: 'error',
    finds: 'a stream’s mapping without an on-failure destination',
    docs: 'doctor.md#streams',
    check: onStreams('DestinationConfig.OnFailure', ({ id, settings }, model) =>
      get(settings, 'DestinationConfig', 'OnFailure')
        ? undefined
        : {
            why: 'records whose tries are used up are skipped, and nothing tells which they were',
            write: destinationLines(id, model).join('\n'),
          },
    ),
  },
  {
    id: 'stream-bisect',
    severity: 'warning',
    finds: 'a stream’s mapping without BisectBatchOnFunctionError',
    docs: 'doctor.md#streams',
    check: onStreams('BisectBatchOnFunctionError', ({ settings }) => {
      const value = get(settings, 'BisectBatchOnFunctionError');
      if (isTrue(value) || isUnknown(value)) return undefined;
      return {
        why: 'one bad record fails its whole batch each time, so that the good ones beside it are done again and again, and given up with it',
        write: 'BisectBatchOnFunctionError: true',
      };
    }),
  },
];

function onStreams(
  property: string,
  look: (source: EventSource, model: Model) => Pick<Problem, 'why' | 'write'> | undefined,
): Rule['check'] {
  return function* (model) {
    for (const source of model.functions.flatMap(({ sources }) => sources)) {
      const found = source.kind === 'stream' ? look(source, model) : undefined;
      if (found) yield { resource: source.id, property, at: source.at, ...found };
    }
  };
}

/** An event of SAM says what the destination is, and SAM lets the function send to it. */
function destinationLines(id: string, model: Model): readonly string[] {
  const queue = 'FailedRecordsQueue';
  const type = id.includes('.Events.') ? 'Type: SQS, ' : '';
  const right = type === '' ? ' # its role needs sqs:SendMessage on it' : '';
  return [
    '# under Properties of the mapping',
    `DestinationConfig:${right}`,
    `  OnFailure: { ${type}Destination: !GetAtt ${queue}.Arn }`,
    ...newQueue(queue, model),
  ];
}

// -1 is the default of both: for ever.
function isLimit(value: Value | undefined): boolean {
  return isUnknown(value) || (numberOf(value) ?? -1) >= 0;
}
