import type { Job } from 'lwa-bridge';
import { expect, it } from 'vitest';
import { retryAfter } from '../src/retry-after.js';

const now = Date.parse('2026-01-31T12:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1000);
const base = { id: '1', type: 'analyse', input: {}, attempt: 1, updatedAt: at(0) };
const pending = (createdAt: Date | undefined, notBefore?: Date): Job => ({
  ...{ ...base, status: 'PENDING', createdAt, notBefore, lastError: undefined },
});
const processing = (createdAt: Date): Job => ({
  ...{ ...base, status: 'PROCESSING', createdAt },
  ...{ leaseUntil: at(60), progress: undefined, lastError: undefined },
});
const ended = { ...base, createdAt: at(-5), expiresAt: at(100) };

it.each<[string, Job, number | undefined]>([
  ['a new job', pending(at(0)), 1],
  ['one whose time of birth is not known', pending(undefined), 1],
  ['one from a clock that is ahead', pending(at(5)), 1],
  ['one of a minute', processing(at(-60)), 6],
  ['one of an hour', processing(at(-3600)), 30],
  ['one that waits for its time', pending(at(-1), at(12.3)), 13],
  ['one that waits long', pending(at(-1), at(900)), 30],
  ['one whose time is over', pending(at(-20), at(-10)), 2],
  ['a completed one', { ...ended, status: 'COMPLETED', output: {} }, undefined],
  ['a failed one', { ...ended, status: 'FAILED', error: 'no' }, undefined],
])('%s', (_name, job, seconds) => {
  expect(retryAfter(job, now)).toBe(seconds);
});
