import { describe, expect, it } from 'vitest';
import {
  isNonRetriableError,
  isRetryAfterError,
  NonRetriableError,
  RetryAfterError,
} from '../../src/errors.js';
import { s3Handler } from '../../src/s3/s3-handler.js';
import { deliver } from '../../src/testing/deliver.js';
import { invoke } from '../../src/testing/invoke.js';
import { s3Events } from '../support/event-files.js';
import { recordedLog } from '../support/recorded-log.js';
import { messageWith, recordingHandler } from './recording-handler.js';

describe('several objects in one message', () => {
  it('are worked on one after the other', async () => {
    const steps: string[] = [];
    const handler = s3Handler(async ({ key }) => {
      steps.push(`${key} starts`);
      await new Promise((resolve) => setTimeout(resolve, key === 'a' ? 20 : 0));
      steps.push(`${key} ends`);
    });
    await invoke(handler, messageWith('a', 'b'), { log: recordedLog() });
    expect(steps).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  it('are all worked on when one failed, and all come again with the message', async () => {
    let attempt = 0;
    const done: string[] = [];
    const handler = s3Handler(({ id, key }) => {
      if (key === 'b' && attempt === 1) throw new Error('not now');
      done.push(id);
    });
    const event = messageWith('a', 'b', 'c');
    const log = recordedLog();
    attempt = 1;
    expect((await deliver(handler, event, { log })).returned).toEqual(['message-1']);
    const [a, c] = done;
    expect(done).toHaveLength(2);
    attempt = 2;
    expect((await deliver(handler, event, { log })).deleted).toEqual(['message-1']);
    // By its id a handler knows again what it has done.
    expect(done.slice(2)).toEqual([a, expect.stringContaining('in/b#'), c]);
  });

  it('fail as one that a retry can help, while one of them is', async () => {
    const { handler, keys } = recordingHandler({}, ({ key }) => {
      if (key === 'a') throw new NonRetriableError('never');
      if (key === 'b') throw new Error('not now');
    });
    const log = recordedLog();
    const { returned, error } = await deliver(handler, messageWith('a', 'b', 'c'), { log });
    expect(returned).toEqual(['message-1']);
    expect(keys).toEqual(['a', 'b', 'c']);
    expect(String(error)).toContain('not now');
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        messageId: 'message-1',
        message: 'another part of the same message failed too',
        bucket: 'in',
        key: 'a',
        err: expect.objectContaining({ message: 'never' }),
      }),
    );
  });

  it('that failed are named in the log, which ones of their message they were', async () => {
    const { handler } = recordingHandler({}, ({ key }) => {
      if (key === 'b') throw new RetryAfterError('later', { seconds: 1 });
      if (key !== 'a') throw new Error('not now');
    });
    const log = recordedLog();
    await deliver(handler, messageWith('a', 'b', 'c'), { log });
    const named = log.lines.filter(({ key }) => key !== undefined);
    const where = { messageId: 'message-1', bucket: 'in', eventName: 'ObjectCreated:Put' };
    expect(named).toMatchObject([
      { ...where, key: 'b', level: 'warn', message: 'an object failed, and with it its message' },
      {
        ...{ ...where, key: 'c', level: 'error' },
        message: 'another part of the same message failed too',
        err: new Error('not now'),
      },
    ]);
  });

  it('fail as such also when nothing was thrown but `undefined`', async () => {
    const accepted: unknown[] = [];
    const handler = s3Handler(
      ({ key }) => Promise.reject(key === 'a' ? new NonRetriableError('never') : undefined),
      { onNonRetriable: (error) => accepted.push(error) },
    );
    const { returned } = await deliver(handler, messageWith('a', 'b'), { log: recordedLog() });
    expect(returned).toEqual(['message-1']);
    expect(accepted).toEqual([]);
  });

  it('come back not before the latest time that one of them asked for', async () => {
    const seconds = new Map([
      ['b', 30],
      ['c', 600],
      ['d', 60],
    ]);
    const sent: { input: { VisibilityTimeout?: number } }[] = [];
    const sqsClient = { send: async (command: never) => void sent.push(command) };
    const { handler } = recordingHandler({ sqsClient }, ({ key }) => {
      const after = seconds.get(key);
      if (after === undefined) throw new Error('not now');
      throw new RetryAfterError('later', { seconds: after });
    });
    const log = recordedLog();
    await deliver(handler, messageWith('a', 'b', 'c', 'd', 'e'), { log });
    expect(sent.map(({ input }) => input.VisibilityTimeout)).toEqual([600]);
    expect(log.errors().filter(isRetryAfterError)).toHaveLength(3);
  });

  it('that failed before the time was up are told, the others are not begun', async () => {
    const stop = new AbortController();
    const started: string[] = [];
    const sent: { input: { VisibilityTimeout?: number } }[] = [];
    const sqsClient = { send: async (command: never) => void sent.push(command) };
    const handler = s3Handler(
      ({ key }) => {
        started.push(key);
        stop.abort(new Error('the time is up'));
        throw new RetryAfterError('later', { seconds: 600 });
      },
      { sqsClient, throwOnFullBatchFailure: false },
    );
    const log = recordedLog();
    const context = { log, signal: stop.signal, getRemainingTimeInMillis: () => 60_000 };
    await handler(messageWith('a', 'b', 'c'), context as never);
    expect(started).toEqual(['a']);
    await expect.poll(() => sent.map(({ input }) => input.VisibilityTimeout)).toEqual([600]);
    const words = log.errors().map(({ message }) => message);
    expect(words).toEqual(expect.arrayContaining(['later', 'the time is up']));
  });

  it('are worked on beside a malformed one, then their message fails', async () => {
    const handled: Error[] = [];
    const { handler, keys } = recordingHandler({ onNonRetriable: (error) => handled.push(error) });
    const { deleted } = await deliver(handler, s3Events.event('record-malformed'), {
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

  it('are no longer begun once the signal is aborted', async () => {
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
});
