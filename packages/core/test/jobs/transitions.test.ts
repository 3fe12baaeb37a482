import { describe, expect, it } from 'vitest';
import { canTransition, type JobStatus, transition } from '../../src/jobs/index.js';
import { transitions } from '../../src/jobs/transitions.js';

const statuses: JobStatus[] = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'];
const allowed = [
  'PENDING -> PROCESSING',
  'PENDING -> FAILED',
  'PROCESSING -> PENDING',
  'PROCESSING -> PROCESSING',
  'PROCESSING -> COMPLETED',
  'PROCESSING -> FAILED',
  'FAILED -> PENDING',
];

describe('transitions', () => {
  const all = statuses.flatMap((from) => statuses.map((to) => ({ from, to })));

  it.each(all)('$from -> $to', ({ from, to }) => {
    const isAllowed = allowed.includes(`${from} -> ${to}`);
    expect(canTransition(from, to)).toBe(isAllowed);
    if (isAllowed) {
      expect(transition(from, to)).toEqual({ from, to });
    } else {
      expect(() => transition(from, to)).toThrow(`a job cannot go from ${from} to ${to}`);
    }
  });

  it('do not compile where they are not allowed, and are refused at run time', () => {
    // @ts-expect-error: a completed job stays completed
    expect(() => transition('COMPLETED', 'PENDING')).toThrow(/cannot go/);
    // @ts-expect-error: only a worker that holds a job completes it
    expect(() => transition('PENDING', 'COMPLETED')).toThrow(/cannot go/);
    // @ts-expect-error: a failed job is tried again through PENDING
    expect(() => transition('FAILED', 'PROCESSING')).toThrow(/cannot go/);
    expect(() => transition('GONE' as JobStatus, 'PENDING')).toThrow(
      expect.objectContaining({ code: 'ERR_JOB_STATE' }),
    );
  });

  it('are all among the named steps', () => {
    const steps = Object.values(transitions).map(({ from, to }) => `${from} -> ${to}`);
    expect(new Set(steps)).toEqual(new Set(allowed));
  });
});
