import assert from 'node:assert/strict';
import fc from 'fast-check';
import { it } from 'vitest';
import { isLwaBridgeError } from '../../src/errors.js';
import { type UnwrappedMessage, unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { fuzzRuns } from '../support/fuzz-runs.js';
import { runsTimeout } from '../support/runs.js';
import { anyEvent } from './any-event.js';
import { checkObject, countParts, readJson } from './notification-parts.js';
import { tally } from './tally.js';

it(
  'unwrapSqsS3: no mutated event crashes it, or has a part that is not told of',
  runsTimeout,
  () => {
    const { count, expectAll } = tally();
    fc.assert(
      fc.property(anyEvent, (event) => {
        const messages = unwrap(event);
        if (!messages) return count('refused');
        const { Records } = event as SqsEvent;
        assert.equal(messages.length, Records.length);
        for (const [index, { messageId, objects, skipped, malformed }] of messages.entries()) {
          const record = Object(Records[index]);
          assert.equal(messageId, typeof record.messageId === 'string' ? record.messageId : '');
          objects.forEach(checkObject);
          const body = typeof record.body === 'string' ? readJson(record.body)?.json : record.body;
          assert.equal(objects.length + skipped.length + malformed.length, countParts(body));
          if (objects.length > 0) count('objects');
          for (const { reason } of skipped) count(reason);
          for (const { level, message } of malformed) {
            assert(message !== '');
            count(level);
          }
        }
      }),
      fuzzRuns(7000, 'unwrap-sqs-s3'),
    );
    expectAll(['body', 'envelope', 'folder-marker', 'objects', 'record', 'refused', 'test-event']);
  },
);

function unwrap(event: unknown): UnwrappedMessage[] | undefined {
  try {
    return unwrapSqsS3(event as SqsEvent);
  } catch (error) {
    assert(isLwaBridgeError(error) && error.code === 'ERR_NOT_AN_SQS_EVENT', String(error));
    assert(!Array.isArray((event as { Records?: unknown } | null)?.Records));
    return undefined;
  }
}
