import { describe, expect, it } from 'vitest';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

const all = ['message-1', 'message-2', 'message-3'];
const failsInPart = sqsEvent([{}, { fail: true }, {}]);
const failsAsAWhole = sqsEvent(all.map(() => ({ fail: true })));

interface Row {
  /** Whether the event source mapping has `ReportBatchItemFailures`. */
  mapping: boolean;
  /** `reportBatchItemFailures` of the handler. */
  option: boolean | undefined;
  /** What comes back of a batch of which the second message fails, and of one of which all fail. */
  inPart: string[];
  asAWhole: string[];
  /** The same of the latter with `throwOnFullBatchFailure: false`. */
  listed: string[];
}

const rows: Row[] = [
  { mapping: true, option: undefined, inPart: ['message-2'], asAWhole: all, listed: all },
  { mapping: true, option: true, inPart: ['message-2'], asAWhole: all, listed: all },
  { mapping: false, option: false, inPart: all, asAWhole: all, listed: all },
  { mapping: true, option: false, inPart: all, asAWhole: all, listed: all },
  // Here messages are lost.
  { mapping: false, option: undefined, inPart: [], asAWhole: all, listed: [] },
  { mapping: false, option: true, inPart: [], asAWhole: all, listed: [] },
];

describe.each(rows)('mapping $mapping, option $option', ({ mapping, option, ...row }) => {
  const returned = async (
    event: typeof failsInPart,
    options: SqsHandlerOptions<{ fail?: boolean }> = {},
  ) => {
    const told = option === undefined ? {} : { reportBatchItemFailures: option };
    const handler = sqsHandler<{ fail?: boolean }>(
      ({ fail }) => {
        if (fail) throw new Error('no');
      },
      { ...told, ...options },
    );
    const delivery = { log: recordedLog(), reportBatchItemFailures: mapping };
    const outcome = await deliver(handler, event, delivery);
    expect([...outcome.deleted, ...outcome.returned].sort()).toEqual(all);
    return outcome.returned;
  };

  it('of a batch that fails in part', async () => {
    expect(await returned(failsInPart)).toEqual(row.inPart);
  });

  it('of a batch that fails as a whole', async () => {
    expect(await returned(failsAsAWhole)).toEqual(row.asAWhole);
    expect(await returned(failsAsAWhole, { throwOnFullBatchFailure: false })).toEqual(row.listed);
  });
});
