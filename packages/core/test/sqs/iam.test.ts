import { readFileSync } from 'node:fs';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NonRetriableError, RetryAfterError } from '../../src/errors.js';
import { exponentialBackOff } from '../../src/exponential-back-off.js';
import { s3Handler } from '../../src/s3/s3-handler.js';
import { toDeadLetterQueue } from '../../src/sqs/dead-letter/to-dead-letter-queue.js';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, s3ThroughSqsEvent, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

// docs/iam.md says which actions each handler needs, and on which queue. Here each is made to ask for
// all it may ask for, and that must be what is written there: no less, no more.

const document = readFileSync(new URL('../../../../docs/iam.md', import.meta.url), 'utf8');
const columns = ['own queue', 'dead-letter queue'];

function documented(call: string): string[] {
  const row = document.split('\n').find((line) => line.startsWith(`| ${call} |`));
  if (!row) throw new Error(`docs/iam.md has no row ${call}`);
  return columns.flatMap((column, index) => {
    const actions = row.split('|')[index + 2]?.match(/\w+:[A-Z]\w+/g) ?? [];
    return actions.map((action) => `${column} ${action}`);
  });
}

let sqs: Awaited<ReturnType<typeof startFauxqs>>;
let sqsClient: SQSClient;
let queueUrl = '';
const asked = new Set<string>();

beforeAll(async () => {
  sqs = await startFauxqs({ port: 0, logger: false });
  sqsClient = new SQSClient({
    endpoint: `http://127.0.0.1:${sqs.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    // One try: a message that was never received here cannot be hidden.
    maxAttempts: 1,
  });
  const created = await sqsClient.send(new CreateQueueCommand({ QueueName: 'dead' }));
  queueUrl = created.QueueUrl ?? '';
  sqsClient.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        const own = (args.input as { QueueUrl?: string }).QueueUrl !== queueUrl;
        // SQS has no action for a batch: whoever may do it to one message may do it to ten.
        const action = commandName.replace(/(Batch)?Command$/, '');
        asked.add(`${own ? columns[0] : columns[1]} sqs:${action}`);
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(async () => {
  sqsClient.destroy();
  await sqs.stop();
});
beforeEach(() => asked.clear());

const policies = {
  '`sqsHandler`, `s3Handler`': [{}],
  '`sqsHandler`, `s3Handler` with `RetryAfterError` or `retryDelay`': [
    { error: new RetryAfterError('later', { seconds: 60 }) },
    { retryDelay: exponentialBackOff() },
  ],
  '`sqsHandler`, `s3Handler` with `toDeadLetterQueue`': [
    { error: new NonRetriableError('never'), toDead: true },
  ],
};
const cases = Object.entries(policies).flatMap(([call, policy]) =>
  policy.map((how) => ({ call, how })),
);

describe.each(cases)('docs/iam.md names the actions of $call', ({ call, how }) => {
  const {
    error = new Error('no'),
    toDead,
    ...rest
  } = how as {
    error?: Error;
    toDead?: true;
    retryDelay?: ReturnType<typeof exponentialBackOff>;
  };
  const fail = () => Promise.reject(error);
  const options = () => ({
    ...{ ...rest, sqsClient },
    ...(toDead && { onNonRetriable: toDeadLetterQueue({ queueUrl, sqsClient }) }),
  });

  it('sqsHandler', async () => {
    await deliver(sqsHandler(fail, options()), sqsEvent([{}, {}]), { log: recordedLog() });
    expect([...asked].toSorted()).toEqual(documented(call).toSorted());
  });

  it('s3Handler', async () => {
    const event = s3ThroughSqsEvent([{ bucket: 'uploads', key: 'a.csv' }]);
    await deliver(s3Handler(fail, options()), event, { log: recordedLog() });
    expect([...asked].toSorted()).toEqual(documented(call).toSorted());
  });
});
