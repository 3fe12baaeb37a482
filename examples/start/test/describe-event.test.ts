import type { LocalEvent } from 'lwa-bridge-local';
import { describe, expect, it } from 'vitest';
import { describeEvent, explain } from '../src/describe-event.js';

const batch = { type: 'batch-ended', queue: 'jobs', function: 'sqs-job', ms: 7 } as const;

describe('an event', () => {
  it.each<[LocalEvent, string, string]>([
    [{ type: 'adapter-found', path: '/a' }, 'adapter', 'before the functions: /a'],
    [
      { type: 'service-ready', service: 'bedrockRuntime', url: 'http://a', embedded: true },
      'bedrock',
      'started: http://a',
    ],
    [
      { type: 'service-ready', service: 'sqs', url: 'http://a', embedded: false },
      'sqs',
      'given: http://a',
    ],
    [
      { type: 'function-ready', function: 'f', url: 'http://a', ms: 9, restarted: true },
      'f',
      'started again on http://a after 9 ms',
    ],
    [{ ...batch, deleted: ['a'], returned: [] }, 'jobs', '1 message done after 7 ms'],
    [
      { ...batch, deleted: ['a', 'b'], returned: ['c'], reason: 'it said so' },
      'jobs',
      '2 messages done, 1 message will come back after 7 ms: it said so',
    ],
    [
      { ...batch, deleted: [], returned: ['a'], reason: 'no', error: new Error('boom') },
      'jobs',
      '1 message will come back after 7 ms: boom',
    ],
    [
      { type: 'queue-failed', queue: 'jobs', action: 'receive', error: new Error('gone') },
      'jobs',
      'could not receive, trying again: gone',
    ],
    [{ type: 'bedrock-answered', modelId: 'm', ms: 3 }, 'bedrock', 'answered after 3 ms'],
    [
      { type: 'bedrock-answered', modelId: 'm', ms: 3, error: 'ThrottlingException' },
      'bedrock',
      'answered ThrottlingException after 3 ms',
    ],
  ])('%j', (event, place, text) => {
    expect(describeEvent(event)).toEqual({ place, text });
  });
});

describe('an error', () => {
  it('is explained with what caused it', () => {
    const cause = new Error('connect ECONNREFUSED');
    expect(explain(new TypeError('fetch failed', { cause }))).toBe(
      'fetch failed: connect ECONNREFUSED',
    );
  });

  it('does not repeat a cause that its message has already', () => {
    const cause = new Error('no such table');
    expect(explain(new Error('could not read: no such table', { cause }))).toBe(
      'could not read: no such table',
    );
  });

  it('of several parts is explained with all of them', () => {
    const parts = [new Error('one'), 'two'];
    expect(explain(new AggregateError(parts, 'several'))).toBe('several: one: two');
  });

  it('without words is explained by its name', () => {
    const error = Object.assign(new Error('UnknownError'), { name: 'AccessDenied' });
    expect(explain(error)).toBe('AccessDenied');
  });
});
