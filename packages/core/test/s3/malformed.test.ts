import { describe, expect, it } from 'vitest';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import { deliver } from '../../src/testing/deliver.js';
import { s3Events } from '../support/event-files.js';
import { recordedLog } from '../support/recorded-log.js';
import { recordingHandler } from './recording-handler.js';

const unwrapFile = (name: string) => unwrapSqsS3(s3Events.event(name));

describe('unwrapSqsS3', () => {
  it.each([
    ['body-not-json', 'body', 'the body is not JSON'],
    ['body-encoded-twice', 'body', 'the body is no notification of S3, SNS or EventBridge'],
    ['body-of-something-else', 'body', 'the body is no notification of S3, SNS or EventBridge'],
    ['envelope-not-json', 'envelope', "the SNS envelope's Message is not JSON"],
    ['envelope-of-something-else', 'envelope', "the SNS envelope's Message is no notification"],
    [
      'subscription-confirmation',
      'body',
      'subscription to arn:aws:sns:eu-central-1:123456789012:uploads: open its SubscribeURL',
    ],
    ['record-malformed', 'record', 'Records[1] is malformed: it names no bucket'],
    ['record-malformed-in-envelope', 'record', 'Records[1] is malformed: it names no key'],
    ['eventbridge-malformed', 'record', 'the event is malformed: it names no key'],
    ['eventbridge-cloudtrail', 'record', 'the event is malformed: it names no bucket'],
  ])('names what is malformed and keeps the rest: %s', (name, level, message) => {
    const [good, bad] = unwrapFile(name);
    expect(good).toMatchObject({ objects: [{ key: 'incoming/titanic.csv' }], malformed: [] });
    expect(bad?.malformed).toMatchObject([{ level, message: expect.stringContaining(message) }]);
  });

  it('says of each malformed record what is wrong', () => {
    const messages = unwrapFile('record-malformed').flatMap(({ malformed }) =>
      malformed.map(({ message }) => message),
    );
    expect(messages).toEqual([
      'Records[1] is malformed: it names no bucket',
      'Records[0] is malformed: it names no key',
      'Records[0] is malformed: it has no eventName',
      'Records[0] is malformed: it is not an object',
      "Records[0] is malformed: its key can't be decoded: incoming/%E0%A4%A",
    ]);
  });
});

describe('s3Handler', () => {
  it.each([
    ['body-not-json', 'ERR_MALFORMED_BODY'],
    ['body-encoded-twice', 'ERR_MALFORMED_NOTIFICATION'],
    ['subscription-confirmation', 'ERR_MALFORMED_NOTIFICATION'],
    ['envelope-not-json', 'ERR_MALFORMED_NOTIFICATION'],
    ['record-malformed-in-envelope', 'ERR_MALFORMED_NOTIFICATION'],
  ])('fails a malformed message for good, and no other: %s, %s', async (name, code) => {
    const event = s3Events.event(name);
    const log = recordedLog();
    const { handler } = recordingHandler();
    expect((await deliver(handler, event, { log })).returned).toEqual([
      event.Records[1]?.messageId,
    ]);
    expect(log.errors()).toMatchObject([{ code, name: 'NonRetriableError' }]);
    const handled: unknown[] = [];
    const lenient = recordingHandler({ onNonRetriable: (error) => handled.push(error) });
    const { returned } = await deliver(lenient.handler, event, { log: recordedLog() });
    expect(returned).toEqual([]);
    expect(handled).toMatchObject([{ code }]);
  });
});
