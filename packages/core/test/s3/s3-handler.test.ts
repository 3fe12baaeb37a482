import { describe, expect, it } from 'vitest';
import { type S3HandlerOptions, s3Handler } from '../../src/s3/s3-handler.js';
import type { ObjectContext, S3Object } from '../../src/s3/s3-object.js';
import { deliver } from '../../src/testing/deliver.js';
import { s3ThroughSqsEvent } from '../../src/testing/events.js';
import { invoke } from '../../src/testing/invoke.js';
import { s3Events } from '../support/event-files.js';
import { recordedLog } from '../support/recorded-log.js';
import { recordingHandler } from './recording-handler.js';

/** What the reply files are for: every event of one bucket, and failures listed one by one. */
const everything: S3HandlerOptions = {
  events: ['*'],
  bucket: 'acme-uploads',
  throwOnFullBatchFailure: false,
};

describe('s3Handler', () => {
  it.each(s3Events.names)('answers %s.event.json as its reply file says', async (name) => {
    const { handler } = recordingHandler(everything);
    const log = recordedLog();
    expect(await invoke(handler, s3Events.event(name), { log })).toEqual(s3Events.reply(name));
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

  it('works on as many messages at once as sqsHandler would', async () => {
    let running = 0;
    let most = 0;
    const handler = s3Handler(
      async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
      },
      { concurrency: 3 },
    );
    const objects = Array.from({ length: 7 }, (_, index) => ({ bucket: 'in', key: `${index}` }));
    await invoke(handler, s3ThroughSqsEvent(objects), { log: recordedLog() });
    expect(most).toBe(3);
  });

  it('acknowledges malformed ones where that is asked for', async () => {
    const { handler } = recordingHandler({ onNonRetriable: 'acknowledge' });
    const event = s3Events.event('envelope-of-something-else');
    expect((await deliver(handler, event, { log: recordedLog() })).returned).toEqual([]);
  });

  it('refuses to be made when it would trigger itself', () => {
    const options = { bucket: 'in', prefix: 'a/', output: { prefix: 'a/b/' } };
    expect(() => s3Handler(() => {}, options)).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });
});
