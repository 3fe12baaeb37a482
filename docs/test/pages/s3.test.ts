import { join } from 'node:path';
import { deliver, s3ThroughSqsEvent } from 'lwa-bridge/testing';
import { expect, it } from 'vitest';
import { writePage } from './write-page.js';

it('the handler that says where it writes starts, and works on what is uploaded', async () => {
  const { handler } = await import(join(writePage('s3.md'), 'thumbnails.ts'));
  const lines: object[] = [];
  const keep = (fields: object, message: string) => lines.push({ ...fields, message });
  const log = { debug: keep, info: keep, warn: keep, error: keep };
  const upload = { bucket: 'photos', key: 'originals/cat.png' };
  const { deleted } = await deliver(handler, s3ThroughSqsEvent([upload]), { log });
  expect(deleted).toEqual(['message-1']);
  expect(lines).toContainEqual(expect.objectContaining({ ...upload, message: 'made smaller' }));
});
