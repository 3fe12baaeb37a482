import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NonRetriableError } from '../../src/errors.js';
import { toDeadLetterQueue } from '../../src/sqs/dead-letter/to-dead-letter-queue.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, type SqsEventOptions, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

let sqs: Awaited<ReturnType<typeof startFauxqs>>;
let client: SQSClient;

beforeAll(async () => {
  sqs = await startFauxqs({ port: 0, logger: false });
  client = new SQSClient({
    endpoint: `http://127.0.0.1:${sqs.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});

afterAll(async () => {
  client.destroy();
  await sqs.stop();
});

/** A queue, and what it holds. */
async function queue(name: string) {
  const Attributes: Record<string, string> = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
  const { QueueUrl = '' } = await client.send(
    new CreateQueueCommand({ QueueName: name, Attributes }),
  );
  return {
    queueUrl: QueueUrl,
    async messages(): Promise<Message[]> {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
  };
}

const handlerTo = (queueUrl: string | undefined, sqsClient = client) =>
  sqsHandler<{ bad?: boolean }>(
    ({ bad }) => {
      if (bad) throw new NonRetriableError('the customer is gone');
    },
    { onNonRetriable: toDeadLetterQueue({ queueUrl, sqsClient }) },
  );

const bodies = [{}, { bad: true }];
const event = (options: SqsEventOptions = {}): SqsEvent => sqsEvent(bodies, options);
const texts = ({ MessageAttributes = {} }: Message = {}) =>
  Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, value]) => [name, value.StringValue]),
  );

describe('toDeadLetterQueue', () => {
  it('sends the message as it was, with the reason, and acknowledges it', async () => {
    const { queueUrl, messages } = await queue('dead-1');
    const messageAttributes = {
      tenant: { stringValue: 'seven', dataType: 'String' },
      cents: { stringValue: '750', dataType: 'Number.cents' },
      picture: { binaryValue: Buffer.from([0, 255]).toString('base64'), dataType: 'Binary.png' },
    };
    const log = recordedLog();
    const options = { log, requestId: 'r-1' };
    const sent = event({ messageAttributes, receiveCount: 2 });
    const { deleted, returned } = await deliver(handlerTo(queueUrl), sent, options);
    expect({ deleted, returned }).toEqual({ deleted: ['message-1', 'message-2'], returned: [] });

    const [message, ...more] = await messages();
    expect(more).toEqual([]);
    expect(message?.Body).toBe(JSON.stringify({ bad: true }));
    expect(message?.MessageAttributes).toMatchObject({
      tenant: { DataType: 'String', StringValue: 'seven' },
      cents: { DataType: 'Number.cents', StringValue: '750' },
      picture: { DataType: 'Binary.png', BinaryValue: new Uint8Array([0, 255]) },
    });
    expect(texts(message)).toMatchObject({
      DeadLetterReason: 'the customer is gone',
      DeadLetterErrorCode: 'ERR_NON_RETRIABLE',
      DeadLetterMessageId: 'message-2',
      DeadLetterSourceArn: 'arn:aws:sqs:us-east-1:123456789012:queue',
      DeadLetterRequestId: 'r-1',
      DeadLetterReceiveCount: '2',
    });
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'info', messageId: 'message-2', queueUrl }),
    );
  });

  it('sends a malformed body as it was', async () => {
    const { queueUrl, messages } = await queue('dead-2');
    const { deleted } = await deliver(handlerTo(queueUrl), sqsEvent(['{"a":\tü']), {
      log: recordedLog(),
    });
    expect(deleted).toEqual(['message-1']);
    const [message] = await messages();
    expect(message?.Body).toBe('{"a":\tü');
    expect(texts(message).DeadLetterErrorCode).toBe('ERR_MALFORMED_BODY');
  });

  it('in a FIFO queue keeps the group, and one of two deliveries', async () => {
    const { queueUrl, messages } = await queue('dead-3.fifo');
    const options = { queueName: 'orders.fifo', groupId: () => 'customer-7' };
    for (let delivery = 1; delivery <= 2; delivery++) {
      const { deleted } = await deliver(handlerTo(queueUrl), event(options), {
        log: recordedLog(),
      });
      expect(deleted).toEqual(['message-1', 'message-2']);
    }
    const [message, ...more] = await messages();
    expect(more).toEqual([]);
    expect(message?.Attributes).toMatchObject({
      MessageGroupId: 'customer-7',
      MessageDeduplicationId: 'message-2',
    });
  });

  it('takes messages of a standard queue to a FIFO queue, each in a group of its own', async () => {
    const { queueUrl, messages } = await queue('dead-4.fifo');
    await deliver(handlerTo(queueUrl), event(), { log: recordedLog() });
    const [message] = await messages();
    expect(message?.Attributes?.MessageGroupId).toBe('message-2');
  });

  // By what is sent: the queue of these tests drops it.
  it('leaves the trace header as it was', async () => {
    const inputs: object[] = [];
    const recording = { send: async ({ input }: { input: object }) => inputs.push(input) };
    const sent = event();
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
    for (const { attributes } of sent.Records) attributes.AWSTraceHeader = trace;
    await deliver(handlerTo('http://a/b', recording as never), sent, { log: recordedLog() });
    const AWSTraceHeader = { DataType: 'String', StringValue: trace };
    expect(inputs).toMatchObject([{ MessageSystemAttributes: { AWSTraceHeader } }]);
  });

  it('does not hold back the rest of a FIFO group', async () => {
    const { queueUrl } = await queue('dead-5.fifo');
    const sent = sqsEvent([{ bad: true }, {}], { queueName: 'orders.fifo' });
    const { deleted } = await deliver(handlerTo(queueUrl), sent, { log: recordedLog() });
    expect(deleted).toEqual(['message-1', 'message-2']);
  });
});

describe('where it cannot be sent', () => {
  const nobody = 'http://sqs.us-east-1.localhost/123456789012/nobody';

  it.each<[string, string | undefined, Partial<SQSClient>]>([
    ['the queue does not exist', nobody, {}],
    ['no URL is given', undefined, {}],
    ['the client throws', nobody, { send: () => Promise.reject(new Error('no credentials')) }],
  ])('since %s, the message comes back, and the log says why', async (_why, queueUrl, fake) => {
    const log = recordedLog();
    const using = 'send' in fake ? (fake as SQSClient) : client;
    const outcome = await deliver(handlerTo(queueUrl, using), event(), { log });
    expect(outcome).toMatchObject({ deleted: ['message-1'], returned: ['message-2'] });
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        messageId: 'message-2',
        message: expect.stringContaining('onNonRetriable failed'),
        err: expect.any(Error),
      }),
    );
  });

  it('in time, the message comes back, and the reply is not held up', async () => {
    const hanging = { send: () => new Promise(() => {}) } as unknown as SQSClient;
    const options = { log: recordedLog(), timeoutMs: 600 };
    const outcome = await deliver(handlerTo('http://a/b', hanging), event(), options);
    expect(outcome).toMatchObject({ deleted: ['message-1'], returned: ['message-2'] });
  });

  it('the log says to where, and why', async () => {
    const log = recordedLog();
    await deliver(handlerTo(nobody, client), event(), { log });
    expect(log.errors().at(-1)).toMatchObject({
      code: 'ERR_DEAD_LETTER',
      message: expect.stringContaining(`sent to ${nobody}: QueueDoesNotExist`),
      cause: { name: 'QueueDoesNotExist' },
    });
  });

  it.each([
    7,
    'dead',
    'arn:aws:sqs:eu-west-1:123456789012:dead',
    'sqs.eu-west-1.amazonaws.com/dead',
  ])('a URL that is none, such as %j, is refused when it is made', (queueUrl) => {
    expect(() => toDeadLetterQueue({ queueUrl: queueUrl as never })).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS', message: expect.stringContaining('!Ref') }),
    );
  });

  it('a client that is none is refused when it is made', () => {
    const options = { queueUrl: nobody, sqsClient: {} as never };
    expect(() => toDeadLetterQueue(options)).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });
});
