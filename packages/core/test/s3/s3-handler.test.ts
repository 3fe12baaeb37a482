import { describe, expect, it } from 'vitest';
import { isNonRetriableError, NonRetriableError } from '../../src/errors.js';
import { type S3HandlerOptions, s3Handler } from '../../src/s3/s3-handler.js';
import type { ObjectContext, S3Object } from '../../src/s3/s3-object.js';
import { deliver } from '../../src/testing/deliver.js';
import { s3Event, s3ThroughSqsEvent, sqsEvent } from '../../src/testing/events.js';
import { invoke } from '../../src/testing/invoke.js';
import { recordedLog } from '../support/recorded-log.js';
import { eventNames, readEventFile, readReplyFile } from './event-files.js';

const everything: S3HandlerOptions = { events: ['*'], throwOnFullBatchFailure: false };

/** A handler that keeps the keys it was given. */
function recordingHandler(
  options: S3HandlerOptions = {},
  fail: (object: S3Object) => void = () => {},
) {
  const keys: string[] = [];
  const handler = s3Handler((object) => {
    keys.push(object.key);
    fail(object);
  }, options);
  return { handler, keys };
}

describe('s3Handler', () => {
  it.each(eventNames)('answers %s.event.json as its reply file says', async (name) => {
    const { handler } = recordingHandler(everything);
    const log = recordedLog();
    expect(await invoke(handler, readEventFile(name), { log })).toEqual(readReplyFile(name));
  });

  it('gives the object, and a context that carries it and its message', async () => {
    const seen: [S3Object, ObjectContext][] = [];
    const handler = s3Handler((object, context) => void seen.push([object, context]));
    const event = s3ThroughSqsEvent([{ bucket: 'in', key: 'my file.csv', size: 7 }]);
    await invoke(handler, event, { log: recordedLog() });
    const [[object, context] = []] = seen;
    expect(object).toMatchObject({
      bucket: 'in',
      key: 'my file.csv',
      rawKey: 'my+file.csv',
      size: 7,
    });
    expect(context?.object).toBe(object);
    expect(context?.message.messageId).toBe('message-1');
    expect(context?.signal.aborted).toBe(false);
    expect(context?.getRemainingTimeInMillis()).toBeGreaterThan(0);
  });

  it("fails one object's message only", async () => {
    const { handler, keys } = recordingHandler({}, ({ key }) => {
      if (key === 'b') throw new Error('no');
    });
    const event = s3ThroughSqsEvent(['a', 'b', 'c'].map((key) => ({ bucket: 'in', key })));
    const log = recordedLog();
    expect(await deliver(handler, event, { log })).toMatchObject({
      deleted: ['message-1', 'message-3'],
      returned: ['message-2'],
    });
    expect(keys.sort()).toEqual(['a', 'b', 'c']);
  });

  it('works on the objects of one message one after the other', async () => {
    const steps: string[] = [];
    const handler = s3Handler(async ({ key }) => {
      steps.push(`${key} starts`);
      await new Promise((resolve) => setTimeout(resolve, key === 'a' ? 20 : 0));
      steps.push(`${key} ends`);
    });
    await invoke(handler, messageWith('a', 'b'), { log: recordedLog() });
    expect(steps).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  it('works on the other objects of a message when one failed, and fails the message', async () => {
    const { handler, keys } = recordingHandler({}, ({ key }) => {
      if (key === 'a') throw new NonRetriableError('never');
      if (key === 'b') throw new Error('not now');
    });
    const log = recordedLog();
    const { returned, error } = await deliver(handler, messageWith('a', 'b', 'c'), { log });
    expect(returned).toEqual(['message-1']);
    expect(keys).toEqual(['a', 'b', 'c']);
    // A retry can help one of them, so the message is not one that no retry can help.
    expect(String(error)).toContain('not now');
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        err: expect.objectContaining({ message: 'never' }),
      }),
    );
  });

  it('works on what is readable beside a malformed record, then fails the message', async () => {
    const handled: Error[] = [];
    const { handler, keys } = recordingHandler({ onNonRetriable: (error) => handled.push(error) });
    const { deleted } = await deliver(handler, readEventFile('record-malformed'), {
      log: recordedLog(),
    });
    expect(keys).toEqual(['incoming/titanic.csv', 'incoming/beside.csv']);
    expect(deleted).toHaveLength(6);
    expect(handled).toHaveLength(5);
    expect(handled.every((error) => isNonRetriableError(error))).toBe(true);
    expect(handled).toContainEqual(
      expect.objectContaining({
        code: 'ERR_MALFORMED_NOTIFICATION',
        message: 'malformed notification (record): Records[1] is malformed: it names no bucket',
      }),
    );
  });

  it('acknowledges malformed ones where that is asked for', async () => {
    const { handler } = recordingHandler({ onNonRetriable: 'acknowledge' });
    const event = readEventFile('envelope-of-something-else');
    expect((await deliver(handler, event, { log: recordedLog() })).returned).toEqual([]);
  });

  it.each<[string, S3HandlerOptions, object]>([
    ['removed', {}, { reason: 'event', eventName: 'ObjectRemoved:Delete' }],
    ['put', { bucket: 'another' }, { reason: 'bucket', bucket: 'acme-uploads' }],
    ['put', { prefix: 'done/' }, { reason: 'prefix', key: 'incoming/titanic.csv' }],
    ['test-event', {}, { reason: 'test-event', bucket: 'acme-uploads' }],
    ['folder-marker', {}, { reason: 'folder-marker', key: 'incoming/2024/' }],
  ])('logs why it skips %s %j, and acknowledges it', async (name, options, line) => {
    const { handler, keys } = recordingHandler(options);
    const log = recordedLog();
    const event = readEventFile(name);
    expect((await deliver(handler, event, { log })).returned).toEqual([]);
    expect(keys).toEqual([]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        ...line,
        message: 'skipped a notification',
        messageId: event.Records[0]?.messageId,
      }),
    );
  });

  it('starts no further object of a message once the signal is aborted', async () => {
    const keys: string[] = [];
    const handler = s3Handler(async ({ key }, { signal }) => {
      keys.push(key);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    const options = { timeoutMs: 300, log: recordedLog() };
    const { returned } = await deliver(handler, messageWith('a', 'b'), options);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(returned).toEqual(['message-1']);
    expect(keys).toEqual(['a']);
  });

  it('refuses to be made when it would trigger itself', () => {
    const options = { bucket: 'in', prefix: 'a/', output: { prefix: 'a/b/' } };
    expect(() => s3Handler(() => {}, options)).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });
});

/** An event of one message that tells of several objects. */
function messageWith(...keys: string[]) {
  return sqsEvent([s3Event(keys.map((key) => ({ bucket: 'in', key })))]);
}
