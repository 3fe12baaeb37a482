import { describe, expect, it } from 'vitest';
import type { Message, MessageContext, SqsEvent } from '../../src/sqs/message.js';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

async function contextsOf(event: SqsEvent): Promise<MessageContext[]> {
  const contexts: MessageContext[] = [];
  const handler = sqsHandler((_body, context) => void contexts.push(context));
  await invoke(handler, event, { log: recordedLog(), requestId: 'r-1' });
  return contexts;
}

async function messageOf(event: SqsEvent): Promise<Message> {
  const [context] = await contextsOf(event);
  if (!context) throw new Error('the message was not worked on');
  return context.message;
}

const withRecord = (changes: object): SqsEvent => ({
  Records: sqsEvent([{}]).Records.map((record) => ({ ...record, ...changes })),
});

/** An object that no text can be made of. */
const noText = { toString: {} };

describe('the context of a message', () => {
  it("is the invocation's, with the message", async () => {
    const [first, second] = await contextsOf(sqsEvent([{}, {}]));
    expect(first?.awsRequestId).toBe('r-1');
    expect(first?.signal).toBe(second?.signal);
    expect(first?.getRemainingTimeInMillis()).toBeGreaterThan(0);
    expect(first?.message.messageId).toBe('message-1');
    expect(second?.message.messageId).toBe('message-2');
  });

  it('has what the record says', async () => {
    const sent = Date.UTC(2026, 2, 1);
    const event = withRecord({
      attributes: {
        ApproximateReceiveCount: '3',
        SentTimestamp: String(sent),
        AWSTraceHeader: 'Root=1-a-b',
        MessageGroupId: 'customer-7',
      },
      eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:orders.fifo',
    });
    expect(await messageOf(event)).toMatchObject({
      messageId: 'message-1',
      receiveCount: 3,
      sentAt: new Date(sent),
      attributes: {},
      groupId: 'customer-7',
      queue: {
        name: 'orders.fifo',
        arn: 'arn:aws:sqs:eu-central-1:123456789012:orders.fifo',
        url: 'https://sqs.eu-central-1.amazonaws.com/123456789012/orders.fifo',
        fifo: true,
      },
      traceHeader: 'Root=1-a-b',
      raw: event.Records[0],
    });
  });

  it('has its attributes as texts, numbers and bytes', async () => {
    const messageAttributes = {
      text: { stringValue: 'ü', dataType: 'String' },
      number: { stringValue: '7.5', dataType: 'Number' },
      cents: { stringValue: '750', dataType: 'Number.cents' },
      bytes: { binaryValue: Buffer.from([0, 255]).toString('base64'), dataType: 'Binary' },
    };
    const { attributes } = await messageOf(withRecord({ messageAttributes }));
    expect(attributes).toEqual({
      text: 'ü',
      number: 7.5,
      cents: 750,
      bytes: new Uint8Array([0, 255]),
    });
  });

  it.each<[string, unknown]>([
    ['0', 0],
    ['-7.25', -7.25],
    ['1e3', 1000],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['+12345678901234567890123456789012345678', 12345678901234567890123456789012345678n],
    ['3.14159265358979323846', Math.PI],
    ['1e30', 1e30],
    ['', ''],
    ['garbage', 'garbage'],
  ])('has the number %s with every digit of a whole one', async (stringValue, value) => {
    const messageAttributes = { n: { stringValue, dataType: 'Number' } };
    const { attributes, raw } = await messageOf(withRecord({ messageAttributes }));
    expect(attributes.n).toBe(value);
    expect(raw.messageAttributes.n?.stringValue).toBe(stringValue);
  });

  it('has attributes by any name', async () => {
    const event = JSON.parse(
      JSON.stringify(withRecord({ messageAttributes: {} })).replace(
        '"messageAttributes":{}',
        '"messageAttributes":{"__proto__":{"stringValue":"x","dataType":"String"}}',
      ),
    );
    const { attributes } = await messageOf(event);
    expect(Object.entries(attributes)).toEqual([['__proto__', 'x']]);
  });

  it.each([
    ['aws', 'https://sqs.us-east-1.amazonaws.com/1/q'],
    ['aws-cn', 'https://sqs.us-east-1.amazonaws.com.cn/1/q'],
    ['aws-us-gov', 'https://sqs.us-east-1.amazonaws.com/1/q'],
    ['aws-eusc', 'https://sqs.us-east-1.amazonaws.eu/1/q'],
    ['aws-iso', 'https://sqs.us-east-1.c2s.ic.gov/1/q'],
    ['aws-iso-b', 'https://sqs.us-east-1.sc2s.sgov.gov/1/q'],
  ])('has the queue url of partition %s', async (partition, url) => {
    const eventSourceARN = `arn:${partition}:sqs:us-east-1:1:q`;
    const { queue } = await messageOf(withRecord({ eventSourceARN }));
    expect(queue.url).toBe(url);
  });

  it('is there for a record written by hand, which has a body and nothing else', async () => {
    const event = { Records: [{ body: '{}' }] } as never;
    expect(await messageOf(event)).toMatchObject({
      messageId: '',
      receiveCount: 1,
      sentAt: undefined,
      attributes: {},
      groupId: undefined,
      queue: { name: '', arn: '', url: '', fifo: false },
      traceHeader: undefined,
      raw: { body: '{}' },
    });
  });

  it.each<[string, object]>([
    ['attributes of null', { attributes: null }],
    ['message attributes of null', { messageAttributes: null }],
    ['an attribute without a type', { messageAttributes: { a: { stringValue: 'x' } } }],
    ['an attribute of null', { messageAttributes: { a: null } }],
    ['no ARN', { eventSourceARN: null }],
    ['an ARN that is none', { eventSourceARN: 'garbage' }],
    ['a receive count that is none', { attributes: { ApproximateReceiveCount: 'garbage' } }],
    ['a time that is none', { attributes: { SentTimestamp: 'garbage' } }],
    ['a receive count that is no text', { attributes: { ApproximateReceiveCount: noText } }],
    ['a time that is no text', { attributes: { SentTimestamp: noText } }],
    ['a type that is no text', { messageAttributes: { a: { dataType: noText } } }],
    ['a value that is no text', { messageAttributes: { a: { stringValue: noText } } }],
  ])('does not fail over %s', async (_what, changes) => {
    const message = await messageOf(withRecord(changes));
    expect(message.messageId).toBe('message-1');
    expect(message.receiveCount).toBeGreaterThan(0);
    expect(message.attributes).toBeTypeOf('object');
    expect(message.sentAt).toSatisfy((at) => at === undefined || at instanceof Date);
  });
});
