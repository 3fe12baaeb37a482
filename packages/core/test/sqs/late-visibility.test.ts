import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { RetryAfterError } from '../../src/errors.js';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { sqsEvent } from '../../src/testing/index.js';
import { invocation } from './support/invocation.js';

/**
 * A batch that is answered while its message is still worked on, which then throws, so many milliseconds
 * after the batch began.
 */
async function failsLate(
  { left, passed }: { left: number | undefined; passed: number },
  error: Error,
  options: SqsHandlerOptions = {},
) {
  const { context, log, pass, abort } = invocation(left);
  const sent: object[] = [];
  const sqsClient = {
    async send(command: unknown) {
      if (command instanceof ChangeMessageVisibilityCommand) sent.push(command.input);
    },
  };
  let fail = () => {};
  const handler = sqsHandler(
    () =>
      new Promise((_resolve, reject) => {
        fail = () => reject(error);
      }),
    { throwOnFullBatchFailure: false, sqsClient, ...options },
  );
  const replying = handler(sqsEvent([{}]), context);
  abort(new Error('the time is up'));
  const { batchItemFailures } = await replying;
  expect(batchItemFailures).toHaveLength(1);
  expect(sent).toEqual([]);

  pass(passed);
  fail();
  const complaints = () => log.lines.filter(({ message }) => message.includes('visibility'));
  await expect.poll(() => sent.length + complaints().length).toBe(1);
  return { sent, complaints: complaints() };
}

const later = new RetryAfterError('later', { seconds: 60 });

it('is sent until the deadline, also when the batch has been answered', async () => {
  const { sent, complaints } = await failsLate({ left: 10_000, passed: 9999 }, later);
  expect(sent).toMatchObject([{ ReceiptHandle: 'receipt-1', VisibilityTimeout: 60 }]);
  expect(complaints).toEqual([]);
});

it.each([10_000, 3_600_000])(
  'is not sent past the deadline (%i ms after the start): the message may be with another worker',
  async (passed) => {
    const { sent, complaints } = await failsLate({ left: 10_000, passed }, later);
    expect(sent).toEqual([]);
    expect(complaints).toMatchObject([
      {
        level: 'warn',
        messageId: 'message-1',
        seconds: 60,
        err: { code: 'ERR_DEADLINE_EXCEEDED', message: expect.stringContaining('another worker') },
      },
    ]);
  },
);

// 12 hours, counted from the receipt, are the most that SQS takes.
it.each([
  [43_200, 39_600],
  [39_601, 39_600],
  [39_600, 39_600],
  [39_599.5, 39_600],
  [39_599, 39_599],
])(
  '%d s are sent as %d: an hour is left for what has passed since the receipt',
  async (asked, sent) => {
    const inTime = { left: 10_000, passed: 0 };
    const byError = await failsLate(inTime, new RetryAfterError('later', { seconds: asked }));
    expect(byError.sent).toMatchObject([{ VisibilityTimeout: sent }]);
    const byOption = await failsLate(inTime, new Error('no'), { retryDelay: () => asked });
    expect(byOption.sent).toMatchObject([{ VisibilityTimeout: sent }]);
  },
);

it('goes for retryDelay as well', async () => {
  const options = { retryDelay: () => 30 };
  const error = new Error('no');
  const inTime = await failsLate({ left: 10_000, passed: 9000 }, error, options);
  expect(inTime.sent).toMatchObject([{ VisibilityTimeout: 30 }]);
  const tooLate = await failsLate({ left: 10_000, passed: 11_000 }, error, options);
  expect(tooLate.sent).toEqual([]);
});

it('is sent at any time where there is no deadline', async () => {
  const { sent } = await failsLate({ left: undefined, passed: 3_600_000 }, later);
  expect(sent).toHaveLength(1);
});
