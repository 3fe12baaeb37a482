import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

describe('what is not an SQS event', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a string', 'Records'],
    ['a list', [{ body: '{}' }]],
    ['an object without Records', { detail: {} }],
    ['one whose Records are no list', { Records: null }],
    ['one whose Records are no list', { Records: { 0: {} } }],
    ['an S3 event (aws:s3)', { Records: [{ eventSource: 'aws:s3', s3: {} }] }],
    ['an SNS event (aws:sns)', { Records: [{ EventSource: 'aws:sns', Sns: {} }] }],
    ['a Kinesis event (aws:kinesis)', { Records: [{ eventSource: 'aws:kinesis', kinesis: {} }] }],
    [
      'an S3 event (aws:s3)',
      { Records: [...sqsEvent([{}]).Records, { eventSource: 'aws:s3', s3: {} }] },
    ],
    ['one of another source ("aws:new")', { Records: [{ eventSource: 'aws:new' }] }],
    ['one whose Records name no source', { Records: [{}] }],
    ['one whose Records name no source', { Records: [{ eventSource: { toString: 1 } }] }],
    ['one whose Records are no objects', { Records: ['a'] }],
    ['one whose Records are no objects', { Records: [null] }],
    [
      'an EventBridge event ("aws.ec2", "EC2 Instance State-change Notification")',
      { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification', detail: {} },
    ],
    ['an HTTP request', { version: '2.0', rawPath: '/', requestContext: { http: {} } }],
    ['an HTTP request', { httpMethod: 'GET', path: '/' }],
  ])('is called %s; the invocation fails, and nothing is called', async (what, event) => {
    const log = recordedLog();
    let calls = 0;
    const handler = sqsHandler(() => void calls++);
    await expect(invoke(handler, event, { log })).rejects.toThrow();
    expect(log.errors()).toContainEqual(
      expect.objectContaining({
        code: 'ERR_NOT_AN_SQS_EVENT',
        message: expect.stringContaining(`not of SQS but ${what}`),
      }),
    );
    expect(calls).toBe(0);
  });
});
