import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

describe('what is not an SQS event', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'Records'],
    ['no Records', { detail: {} }],
    ['Records of null', { Records: null }],
    ['Records that are no list', { Records: { 0: {} } }],
    ['Records of S3', { Records: [{ eventSource: 'aws:s3', s3: {} }] }],
    ['Records of SNS', { Records: [{ EventSource: 'aws:sns', Sns: {} }] }],
    ['Records of Kinesis', { Records: [{ eventSource: 'aws:kinesis', kinesis: {} }] }],
    ['Records of two sources', { Records: [...sqsEvent([{}]).Records, { eventSource: 'aws:s3' }] }],
    ['Records that are texts', { Records: ['a'] }],
    ['Records that are null', { Records: [null] }],
  ])('(%s) fails the invocation, and calls nothing', async (_what, event) => {
    const log = recordedLog();
    let calls = 0;
    const handler = sqsHandler(() => void calls++);
    await expect(invoke(handler, event, { log })).rejects.toThrow();
    expect(log.errors()).toContainEqual(expect.objectContaining({ code: 'ERR_NOT_AN_SQS_EVENT' }));
    expect(calls).toBe(0);
  });
});
