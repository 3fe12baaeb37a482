import { describe, expect, it } from 'vitest';
import { LwaBridgeError, NonRetriableError, RetryAfterError } from '../../src/errors.js';
import { errorText } from '../../src/jobs/worker/error-text.js';

describe('the text of an error', () => {
  it.each([
    ['its message', new TypeError('x is not a function'), 'x is not a function'],
    ['its name where it has no message', new TypeError(), 'TypeError'],
    [
      'its code where it is one of this library',
      new LwaBridgeError('ERR_LEASE_LOST', 'late'),
      'ERR_LEASE_LOST: late',
    ],
    [
      'the message alone where a user threw it',
      new NonRetriableError('no such ticket'),
      'no such ticket',
    ],
    [
      'the message alone where a user threw it',
      new RetryAfterError('busy', { seconds: 1 }),
      'busy',
    ],
    [
      'a telling code',
      new NonRetriableError('bad', { code: 'ERR_VALIDATION' }),
      'ERR_VALIDATION: bad',
    ],
    ['what was thrown', 'just a text', 'just a text'],
    ['what was thrown', { reason: 1 }, '{"reason":1}'],
    ['what was thrown', undefined, 'undefined'],
  ])('is %s', (_what, error, expected) => {
    expect(errorText(error)).toBe(expected);
  });

  it.each([
    ['x'.repeat(5000), 4096],
    ['é'.repeat(5000), 4096],
    // 4,096 is no multiple of 3: the character that would be cut in two is left out.
    ['€'.repeat(5000), 4095],
    [`${'x'.repeat(4095)}😀`, 4095],
  ])('is at most 4 KB, cut between characters', (message, bytes) => {
    const text = errorText(new Error(message));
    expect(Buffer.byteLength(text)).toBe(bytes);
    expect(message.startsWith(text)).toBe(true);
  });

  it('is text that DynamoDB takes: half a surrogate pair is repaired', () => {
    expect(errorText(new Error('cut \ud83d'))).toBe('cut \ufffd');
  });
});
