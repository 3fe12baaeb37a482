import { expect, it } from 'vitest';
import { NonRetriableError, RetryAfterError } from '../../src/errors.js';
import { toDeadLetterQueue } from '../../src/sqs/dead-letter/to-dead-letter-queue.js';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { sqsEvent } from '../../src/testing/index.js';
import { never } from '../support/wait.js';
import { invocation } from './support/invocation.js';

interface Body {
  fail?: 'for now' | 'for good';
}

// As in a VPC without an endpoint for SQS, or where the credentials never come: the SDK heeds no signal there.
function silentSqs() {
  const sent: unknown[] = [];
  const client = {
    send(command: unknown) {
      sent.push(command);
      return never();
    },
  };
  return { client, sent };
}

/** Works on messages one after the other; gives the ids that come back. */
async function returned(bodies: Body[], options: SqsHandlerOptions<Body>, test = invocation(1000)) {
  const handler = sqsHandler<Body>(
    ({ fail }) => {
      if (fail === 'for now') throw new RetryAfterError('busy', { seconds: 60 });
      if (fail === 'for good') throw new NonRetriableError('never');
    },
    { concurrency: 1, deadlineMarginMs: 0, ...options },
  );
  const { batchItemFailures } = await handler(sqsEvent(bodies), test.context);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

it('a visibility timeout that SQS does not answer is waited for once, and the batch goes on', async () => {
  const { client, sent } = silentSqs();
  const test = invocation(1000);
  const bodies: Body[] = [{ fail: 'for now' }, { fail: 'for now' }, {}, {}];
  const ids = await returned(bodies, { sqsClient: client }, test);
  expect(ids).toEqual(['message-1', 'message-2']);
  expect(sent).toHaveLength(1);
  const complaints = test.log.lines.filter(({ message }) => message.includes('visibility'));
  expect(complaints).toMatchObject(
    ids.map((messageId) => ({
      ...{ level: 'warn', messageId, queue: 'queue', seconds: 60 },
      err: { code: 'ERR_SQS_TIMEOUT', message: expect.stringContaining('within 500 ms') },
    })),
  );
});

it('in the next batch it is tried again', async () => {
  const { client, sent } = silentSqs();
  const handler = sqsHandler(
    () => {
      throw new RetryAfterError('busy', { seconds: 60 });
    },
    { sqsClient: client, throwOnFullBatchFailure: false },
  );
  for (const _batch of [1, 2]) await handler(sqsEvent([{}]), invocation(400).context);
  expect(sent).toHaveLength(2);
});

it('a dead-letter queue that does not answer is given up in time: its message comes back', async () => {
  const { client, sent } = silentSqs();
  const test = invocation(1000);
  const onNonRetriable = toDeadLetterQueue({ queueUrl: 'http://sqs/dead', sqsClient: client });
  expect(await returned([{ fail: 'for good' }, {}], { onNonRetriable }, test)).toEqual([
    'message-1',
  ]);
  expect(sent).toHaveLength(1);
  expect(test.log.errors().at(-1)).toMatchObject({
    code: 'ERR_DEAD_LETTER',
    message: expect.stringMatching(/http:\/\/sqs\/dead.*did not answer within 500 ms/),
    cause: { code: 'ERR_SQS_TIMEOUT' },
  });
});

it('how long SQS takes to answer does not count for how long a message takes', async () => {
  const test = invocation(5000);
  const sqsClient = { send: async () => test.pass(3000) };
  const handler = sqsHandler<Body>(
    ({ fail }) => {
      if (fail) throw new RetryAfterError('busy', { seconds: 60 });
    },
    { concurrency: 1, sqsClient },
  );
  const { batchItemFailures } = await handler(
    sqsEvent([{ fail: 'for now' }, {}, {}]),
    test.context,
  );
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-1' }]);
});
