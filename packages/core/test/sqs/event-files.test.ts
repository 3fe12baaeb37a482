import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NonRetriableError, RetryAfterError } from '../../src/errors.js';
import { readMessage } from '../../src/sqs/read-message.js';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { batchOutcome, invoke } from '../../src/testing/index.js';
import { sqsEvents } from '../support/event-files.js';
import { expectRealRecord } from '../support/expect-real-record.js';
import { recordedLog } from '../support/recorded-log.js';
import { never } from '../support/wait.js';

/** Does what a body tells it, with the options that may be beside the event. */
function createHandler(name: string) {
  const options: SqsHandlerOptions = sqsEvents.options(name);
  return sqsHandler(
    (body) => {
      if (body.do === 'fail') throw new Error('asked to fail');
      if (body.do === 'give up') throw new NonRetriableError('asked to give up');
      if (body.do === 'come later') throw new RetryAfterError('asked to', { seconds: 60 });
      if (body.do === 'take for ever') return never();
    },
    { ...options, schema: z.object({ do: z.string() }) },
  );
}

describe.each(sqsEvents.names)('%s', (name) => {
  it('gets its reply', async () => {
    const event = sqsEvents.eventBytes(name);
    const log = recordedLog();
    const timeoutMs = name === 'time-runs-out' ? 1000 : 30_000;
    const reply = await invoke(createHandler(name), event, { log, timeoutMs }).catch(
      ({ cause }) => ({
        errorType: cause.errorType,
        errorMessage: cause.errorMessage,
      }),
    );
    expect(reply).toEqual(sqsEvents.reply(name));
  });

  it('gets a reply that the mapping reads as it is meant', () => {
    const reply = sqsEvents.reply(name);
    if (!reply.batchItemFailures) return expect(reply.errorMessage).toEqual(expect.any(String));
    const mapping = { reportBatchItemFailures: true };
    const { returned, reason } = batchOutcome(sqsEvents.event(name), { value: reply }, mapping);
    expect(reason).toBeUndefined();
    const listed = reply.batchItemFailures.map(
      ({ itemIdentifier }: { itemIdentifier: string }) => itemIdentifier,
    );
    expect(new Set(returned)).toEqual(new Set(listed));
  });
});

const ofNoQueue = ['by-hand', 'not-an-sqs-event'];

it.each(sqsEvents.names.filter((name) => !ofNoQueue.includes(name)))(
  '%s is shaped like a real one',
  (name) => sqsEvents.event(name).Records.forEach(expectRealRecord),
);

it('message-attributes are read as what their types say, with every digit', () => {
  const [record] = sqsEvents.event('message-attributes').Records;
  expect(record && readMessage(record).attributes).toEqual({
    tenant: 'seven',
    price: 12.5,
    serial: 90071992547409931n,
    thumbnail: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  });
});
