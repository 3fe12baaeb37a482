import { expect, it } from 'vitest';
import { type BucketNotification, wants } from '../../src/notifications/bucket-notification.js';

it.each<[Partial<BucketNotification>, string, string, boolean]>([
  [{}, 'ObjectCreated:Put', 'any', true],
  [{}, 'ObjectCreated:CompleteMultipartUpload', 'any', true],
  [{}, 'ObjectRemoved:Delete', 'any', false],
  [{ events: ['s3:ObjectRemoved:*'] }, 'ObjectRemoved:Delete', 'any', true],
  [{ events: ['s3:ObjectCreated:Put'] }, 'ObjectCreated:Put', 'any', true],
  [{ events: ['s3:ObjectCreated:Put'] }, 'ObjectCreated:Copy', 'any', false],
  [{ events: ['s3:ObjectCreated:Copy', 's3:ObjectRemoved:*'] }, 'ObjectCreated:Copy', 'any', true],
  [{ events: [] }, 'ObjectCreated:Put', 'any', false],
  [{ prefix: 'in/' }, 'ObjectCreated:Put', 'in/a.csv', true],
  [{ prefix: 'in/' }, 'ObjectCreated:Put', 'out/in/a.csv', false],
  [{ suffix: '.csv' }, 'ObjectCreated:Put', 'in/a.csv', true],
  [{ suffix: '.csv' }, 'ObjectCreated:Put', 'in/a.csv.gz', false],
  [{ prefix: 'a b', suffix: 'ö' }, 'ObjectCreated:Put', 'a b/ö', true],
])('%j wants %s of %s: %s', (notification, eventName, key, expected) => {
  expect(wants({ queue: 'q', ...notification }, eventName, key)).toBe(expected);
});
