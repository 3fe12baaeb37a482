import { describe, expect, it } from 'vitest';
import { s3Handler } from '../../src/s3/s3-handler.js';
import type { ObjectContext } from '../../src/s3/s3-object.js';
import { readContinuation, writeContinuation } from '../../src/s3-csv/continuation/continuation.js';
import { continuationSender } from '../../src/s3-csv/continuation/continuation-sender.js';
import { deliver } from '../../src/testing/deliver.js';
import { s3Event, sqsEvent } from '../../src/testing/events.js';
import { recordedLog } from '../support/recorded-log.js';

/** The contexts of the objects that a message tells of. */
async function contextsOf(body: unknown, queueName = 'uploads'): Promise<ObjectContext[]> {
  const contexts: ObjectContext[] = [];
  const handler = s3Handler((_, context) => void contexts.push(context));
  await deliver(handler, sqsEvent([body], { queueName }), { log: recordedLog() });
  return contexts;
}

const upload = { bucket: 'uploads', key: 'my files/a+b ü.csv', size: 7, versionId: 'v1' };
const eventBridge = {
  ...{ version: '0', id: 'x', 'detail-type': 'Object Created', source: 'aws.s3' },
  ...{ account: '123456789012', time: '2026-01-01T00:00:00Z', region: 'us-east-1' },
  resources: ['arn:aws:s3:::uploads'],
  detail: {
    ...{ version: '0', bucket: { name: 'uploads' }, reason: 'PutObject' },
    object: { key: upload.key, size: 7, etag: 'abc', sequencer: '0A' },
  },
};

describe('a continuation', () => {
  it.each([
    ['S3', s3Event([upload])],
    ['EventBridge', eventBridge],
  ])('tells of the same object as the notification of %s', async (_, body) => {
    const [first] = await contextsOf(body);
    if (!first) throw new Error('no object');
    expect(readContinuation(first)).toEqual({ hop: 0 });
    const [next] = await contextsOf(writeContinuation(first.object, { hop: 3, part: 2 }));
    if (!next) throw new Error('no object');
    expect(next.object).toEqual({ ...first.object, raw: expect.anything() });
    expect(readContinuation(next)).toEqual({ hop: 3, part: 2 });
    // And so does the one after it.
    const [last] = await contextsOf(writeContinuation(next.object, { hop: 4 }));
    expect(last && readContinuation(last)).toEqual({ hop: 4, part: undefined });
  });

  it.each([{ hop: -1 }, { hop: '1' }, {}, 'x', { hop: 1, part: 0.5 }])(
    'that is %j is malformed',
    async (lwaBridge) => {
      const [context] = await contextsOf({ ...s3Event([upload]), lwaBridge });
      expect(() => context && readContinuation(context)).toThrow(
        expect.objectContaining({ code: 'ERR_MALFORMED_BODY' }),
      );
    },
  );

  it('is not sent to a FIFO queue', async () => {
    const [context] = await contextsOf(s3Event([upload]), 'uploads.fifo');
    if (!context) throw new Error('no object');
    await expect(continuationSender(undefined)({ hop: 1 }, context)).rejects.toMatchObject({
      code: 'ERR_SETTINGS',
      message: expect.stringContaining('uploads.fifo is FIFO'),
    });
  });
});
