import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RetryAfterError } from '../../src/errors.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { type RecordedLog, recordedLog } from '../support/recorded-log.js';
import { serve, stubEnv } from '../support/serve.js';

const queueName = 'orders';
let sqs: Awaited<ReturnType<typeof startFauxqs>>;
let client: SQSClient;
let queueUrl = '';

beforeAll(async () => {
  sqs = await startFauxqs({ port: 0, logger: false });
  client = new SQSClient({
    endpoint: `http://127.0.0.1:${sqs.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const created = await client.send(new CreateQueueCommand({ QueueName: queueName }));
  queueUrl = created.QueueUrl ?? '';
});

afterAll(async () => {
  client.destroy();
  await sqs.stop();
});

/** Sends messages and receives them as an event, hidden for 30 s. */
async function received(bodies: object[]): Promise<SqsEvent> {
  const Entries = bodies.map((body, n) => ({ Id: `${n}`, MessageBody: JSON.stringify(body) }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  const receive = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 30 };
  const { Messages = [] } = await client.send(new ReceiveMessageCommand(receive));
  expect(Messages).toHaveLength(bodies.length);
  const { Records } = sqsEvent(
    Messages.map(({ Body = '' }) => Body),
    { queueName },
  );
  for (const [n, { MessageId = '', ReceiptHandle = '' }] of Messages.entries()) {
    Object.assign(Records[n] ?? {}, {
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queueName}`,
    });
  }
  return { Records };
}

/** For how many seconds a message stays hidden. */
function hiddenFor(id: string | undefined): number {
  const { inflight = [] } = sqs.inspectQueue(queueName)?.messages ?? {};
  const found = inflight.find(({ message }) => message.messageId === id);
  if (!found) throw new Error(`message ${id} is not hidden`);
  return (found.visibilityDeadline - Date.now()) / 1000;
}

/** What the log says of timeouts that could not be set. */
const complaints = ({ lines }: RecordedLog) =>
  lines.filter(({ message }) => message.includes('visibility'));

type Body = { after?: number };

const handlerWith = (options: SqsHandlerOptions<Body> = {}) =>
  sqsHandler<Body>(({ after }) => {
    if (after !== undefined) throw new RetryAfterError('later', { seconds: after });
  }, options);

describe('RetryAfterError', () => {
  it("sets the message's visibility timeout and reports it failed", async () => {
    const event = await received([{}, { after: 120 }, { after: 3600 }]);
    const [first, second, third] = event.Records.map(({ messageId }) => messageId);
    const log = recordedLog();
    const outcome = await deliver(handlerWith({ sqsClient: client }), event, { log });
    expect(outcome).toMatchObject({ deleted: [first], returned: [second, third] });
    expect(hiddenFor(second)).toBeGreaterThan(115);
    expect(hiddenFor(second)).toBeLessThanOrEqual(120);
    expect(hiddenFor(third)).toBeGreaterThan(3590);
    expect(complaints(log)).toEqual([]);
  });

  it('sets it in short invocations too, however many milliseconds are left', async () => {
    const log = recordedLog();
    const sent: unknown[] = [];
    const sqsClient = { send: async (command: unknown) => sent.push(command) };
    for (let timeoutMs = 4000; timeoutMs < 4010; timeoutMs++) {
      await deliver(handlerWith({ sqsClient }), sqsEvent([{ after: 5 }]), { log, timeoutMs });
    }
    expect(complaints(log)).toEqual([]);
    expect(sent).toHaveLength(10);
  });

  it('of 0 seconds makes the message visible at once', async () => {
    const event = await received([{ after: 0 }]);
    await deliver(handlerWith({ sqsClient: client }), event, { log: recordedLog() });
    const { ready = [] } = sqs.inspectQueue(queueName)?.messages ?? {};
    expect(ready.map(({ messageId }) => messageId)).toEqual([event.Records[0]?.messageId]);
    const receive = { QueueUrl: queueUrl, VisibilityTimeout: 600 };
    await client.send(new ReceiveMessageCommand(receive));
  });

  it('of part of a second waits the whole one', async () => {
    const event = await received([{ after: 59.2 }]);
    await deliver(handlerWith({ sqsClient: client }), event, { log: recordedLog() });
    expect(hiddenFor(event.Records[0]?.messageId)).toBeGreaterThan(59.2);
  });

  it('makes a client of the environment where none is given', async () => {
    stubEnv({
      AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${sqs.port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    });
    const event = await received([{ after: 300 }]);
    const { url } = await serve(handlerWith());
    await deliver({ url }, event);
    expect(hiddenFor(event.Records[0]?.messageId)).toBeGreaterThan(290);
  });

  it('of another copy of the library is recognised', async () => {
    const { RetryAfterError: Other } = await import('lwa-bridge');
    const event = await received([{}]);
    const handler = sqsHandler(
      () => {
        throw new Other('later', { seconds: 200 });
      },
      { sqsClient: client },
    );
    await deliver(handler, event, { log: recordedLog() });
    expect(hiddenFor(event.Records[0]?.messageId)).toBeGreaterThan(190);
  });

  it.each([-1, 43_201, Number.NaN, Number.POSITIVE_INFINITY])(
    'cannot be made for %s seconds',
    (seconds) => {
      expect(() => new RetryAfterError('later', { seconds })).toThrow(RangeError);
    },
  );

  it.each([
    ['nothing', undefined, 'undefined'],
    ['a number alone', 60, 'undefined'],
    ['a text', { seconds: '60' }, '"60"'],
  ])('cannot be made of %s, and says of what it can', (_what, options, got) => {
    const make = () => new RetryAfterError('later', options as never);
    expect(make).toThrow(RangeError);
    expect(make).toThrow(`{ seconds }): seconds must be a number from 0 to 43200, got ${got}`);
  });
});

describe('a visibility timeout that cannot be set', () => {
  const refused = new SQSClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  afterAll(() => refused.destroy());

  it.each<[string, SqsHandlerOptions<Body>['sqsClient']]>([
    ['since nobody answers', refused],
    ['since the client throws', { send: () => Promise.reject(new Error('no credentials')) }],
    [
      'since the client throws at once',
      {
        send() {
          throw new Error('no region');
        },
      },
    ],
  ])('%s is logged, and never alters the reply', async (_why, sqsClient) => {
    const log = recordedLog();
    const handler = handlerWith(sqsClient ? { sqsClient } : {});
    const outcome = await deliver(handler, sqsEvent([{}, { after: 60 }]), { log });
    expect(outcome).toMatchObject({ deleted: ['message-1'], returned: ['message-2'] });
    expect(complaints(log)).toMatchObject([
      { level: 'warn', messageId: 'message-2', seconds: 60, err: expect.any(Error) },
    ]);
  });

  it('in time, as nobody answers, does not hold up the reply', async () => {
    const handler = handlerWith({ sqsClient: hangingClient() });
    const log = recordedLog();
    const started = performance.now();
    const event = sqsEvent([{}, { after: 60 }]);
    const outcome = await deliver(handler, event, { log, timeoutMs: 2000 });
    expect(performance.now() - started).toBeLessThan(1500);
    expect(outcome).toMatchObject({ deleted: ['message-1'], returned: ['message-2'] });
  });

  it('since the receipt is of nobody is logged, and never alters the reply', async () => {
    const log = recordedLog();
    const event = sqsEvent([{}, { after: 60 }]);
    const outcome = await deliver(handlerWith({ sqsClient: client }), event, { log });
    expect(outcome.returned).toEqual(['message-2']);
    expect(complaints(log)).toHaveLength(1);
  });
});

/** Answers only when it is told to give up. */
function hangingClient() {
  return {
    send: (_command: never, options?: { abortSignal?: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        options?.abortSignal?.addEventListener('abort', () => reject(new Error('gave up')));
      }),
  };
}
