import { describe, expect, it } from 'vitest';
import type { S3HandlerOptions } from '../../src/s3/s3-handler.js';
import { deliver } from '../../src/testing/deliver.js';
import { s3Events } from '../support/event-files.js';
import { recordedLog } from '../support/recorded-log.js';
import { recordingHandler } from './recording-handler.js';

const skipAnother = { bucket: 'another', otherBuckets: 'skip' } as const;

describe('a notification that is not for the handler', () => {
  it.each<[string, S3HandlerOptions, object]>([
    ['removed', {}, { reason: 'event', eventName: 'ObjectRemoved:Delete' }],
    ['put', skipAnother, { reason: 'bucket', bucket: 'acme-uploads' }],
    ['put', { prefix: 'done/' }, { reason: 'prefix', key: 'incoming/titanic.csv' }],
    ['put', { suffix: '.json' }, { reason: 'suffix', key: 'incoming/titanic.csv' }],
    ['test-event', {}, { reason: 'test-event', bucket: 'acme-uploads' }],
    ['test-event-through-sns', {}, { reason: 'test-event', bucket: 'acme-uploads' }],
    ['folder-marker', {}, { reason: 'folder-marker', key: 'incoming/2024/' }],
    ['eventbridge-folder-marker', {}, { reason: 'folder-marker', key: 'incoming/2024/' }],
  ])('is logged with its reason, and acknowledged: %s %j', async (name, options, line) => {
    const { handler, keys } = recordingHandler(options);
    const log = recordedLog();
    const event = s3Events.event(name);
    expect((await deliver(handler, event, { log })).returned).toEqual([]);
    expect(keys).toEqual([]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        ...line,
        level: 'info',
        message: 'skipped a notification',
        messageId: event.Records[0]?.messageId,
      }),
    );
  });

  it.each(['removed', 'removed-marker', 'restored', 'lifecycle', 'replication', 'tags-and-acl'])(
    'is any but a creation, by default: %s',
    async (name) => {
      const { handler, keys } = recordingHandler();
      const log = recordedLog();
      expect((await deliver(handler, s3Events.event(name), { log })).returned).toEqual([]);
      expect(keys).toEqual([]);
      expect(log.lines.filter(({ reason }) => reason === 'event')).toHaveLength(
        s3Events.event(name).Records.length,
      );
    },
  );

  it('does not keep the others of its message from being worked on', async () => {
    const { handler, keys } = recordingHandler({ suffix: 'b.csv' });
    const { returned } = await deliver(handler, s3Events.event('several-records'), {
      log: recordedLog(),
    });
    expect(returned).toEqual([]);
    expect(keys).toEqual(['incoming/b.csv']);
  });
});

describe('an object of another bucket', () => {
  const event = s3Events.event('other-bucket');
  const ids = event.Records.map(({ messageId }) => messageId);

  it('fails its message for good, after the others of it have been worked on', async () => {
    const { handler, keys } = recordingHandler({ bucket: 'acme-uploads' });
    const log = recordedLog();
    expect((await deliver(handler, event, { log })).returned).toEqual(ids.slice(1));
    // The second one shares its message with one of another bucket.
    expect(keys).toEqual(['incoming/titanic.csv', 'incoming/titanic.csv']);
    expect(log.errors()).toEqual([
      expect.objectContaining({ code: 'ERR_OTHER_BUCKET', name: 'NonRetriableError' }),
      expect.objectContaining({ message: expect.stringContaining('is in acme-downloads') }),
    ]);
  });

  it('is what onNonRetriable decides on', async () => {
    const codes: unknown[] = [];
    const { handler } = recordingHandler({
      bucket: 'acme-uploads',
      onNonRetriable: (error) => codes.push((error as { code?: string }).code),
    });
    expect((await deliver(handler, event, { log: recordedLog() })).returned).toEqual([]);
    expect(codes).toEqual(['ERR_OTHER_BUCKET', 'ERR_OTHER_BUCKET']);
  });

  it('is skipped where that is asked for', async () => {
    const { handler, keys } = recordingHandler({ ...skipAnother, bucket: 'acme-uploads' });
    expect((await deliver(handler, event, { log: recordedLog() })).returned).toEqual([]);
    expect(keys).toHaveLength(2);
  });

  it('is as good as any where no bucket is named', async () => {
    const { handler, keys } = recordingHandler();
    expect((await deliver(handler, event, { log: recordedLog() })).returned).toEqual([]);
    expect(keys).toHaveLength(4);
  });
});
