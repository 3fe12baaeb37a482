import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toSqsEvent } from '../../src/event-source-mapping/sqs-event.js';
import { createQueues } from '../../src/resources/queues.js';
import { type Services, startServices } from '../../src/services/services.js';

let services: Services;
beforeAll(async () => {
  services = await startServices({ env: { AWS_REGION: 'eu-north-1' } });
});
afterAll(() => services.close());

async function sendAndReceive(name: string, input: object) {
  const { sqs } = services.clients;
  const { [name]: queue } = await createQueues(sqs, { [name]: {} }, () => {});
  if (!queue) throw new Error('no queue');
  const QueueUrl = queue.url;
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'ä', ...input }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return { sent, event: toSqsEvent(Messages, queue) };
}

it('has every field that Lambda gives a record', async () => {
  const { sent, event } = await sendAndReceive('plain', {
    MessageAttributes: {
      text: { DataType: 'String', StringValue: 'blue' },
      count: { DataType: 'Number', StringValue: '7' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
    },
  });
  const milliseconds = expect.stringMatching(/^\d{13}$/);
  expect(event).toEqual({
    Records: [
      {
        messageId: sent.MessageId,
        receiptHandle: expect.stringMatching(/./),
        body: 'ä',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: milliseconds,
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: milliseconds,
        },
        messageAttributes: {
          text: {
            stringValue: 'blue',
            stringListValues: [],
            binaryListValues: [],
            dataType: 'String',
          },
          count: {
            stringValue: '7',
            stringListValues: [],
            binaryListValues: [],
            dataType: 'Number',
          },
          bytes: {
            binaryValue: 'AQL/',
            stringListValues: [],
            binaryListValues: [],
            dataType: 'Binary',
          },
        },
        md5OfBody: sent.MD5OfMessageBody,
        md5OfMessageAttributes: sent.MD5OfMessageAttributes,
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-north-1:000000000000:plain',
        awsRegion: 'eu-north-1',
      },
    ],
  });
});

it('has the attributes of a FIFO queue', async () => {
  const { event } = await sendAndReceive('order.fifo', {
    MessageGroupId: 'group-1',
    MessageDeduplicationId: 'once',
  });
  expect(event.Records[0]).toMatchObject({
    attributes: {
      MessageGroupId: 'group-1',
      MessageDeduplicationId: 'once',
      SequenceNumber: expect.stringMatching(/^\d+$/),
    },
    messageAttributes: {},
  });
  expect(event.Records[0]).not.toHaveProperty('md5OfMessageAttributes');
});
