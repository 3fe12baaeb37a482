import { describe, expect, it } from 'vitest';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import { s3Events } from '../support/event-files.js';
import { expectRealRecord } from '../support/expect-real-record.js';

describe.each(s3Events.names)('%s', (name) => {
  const event = s3Events.event(name);

  it('is shaped like a real one', () => {
    event.Records.forEach(expectRealRecord);
  });

  it('has times as each source writes them: S3 milliseconds, EventBridge whole seconds', () => {
    for (const { raw } of unwrapSqsS3(event).flatMap(({ objects }) => objects)) {
      if ('detail-type' in raw) expect(raw.time).toMatch(/:\d\dZ$/);
      else expect(raw.eventTime).toMatch(/:\d\d\.(?!000)\d{3}Z$/);
    }
  });
});
