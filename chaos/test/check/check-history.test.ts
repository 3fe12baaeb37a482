import { describe, expect, it } from 'vitest';
import { checkHistory } from '../../src/check/check-history.ts';
import type { History, RowWrite } from '../../src/history/history.ts';
import { claim, complete, enqueued, historyOf, release, row, run, write } from './forge.ts';

// Histories that are forged. The checker must find what is wrong with each, and nothing else.

const first = claim('a', 1, 10);
const second = claim('b', 2, 2000);
const third = claim('c', 3, 4000);
const completed = complete(first, 200, 'run-1');
const killed = { worker: 'a', kind: 'killed', from: 50, to: 50 } as const;

function violationsOf(history: History): string[] {
  return checkHistory(history).violations.map((text) => text.replace(/^job 1 \(.*?\): /, ''));
}

describe('nothing is wrong with', () => {
  it('a job that is done at once', () => {
    const history = historyOf([enqueued, first, completed], {
      runs: [run(first, 'run-1', 'returned')],
    });
    expect(violationsOf(history)).toEqual([]);
  });

  it('a job that was tried again after an error', () => {
    const history = historyOf(
      [enqueued, first, release(first, 150, 'run-1'), second, complete(second, 2200, 'run-2')],
      { runs: [run(first, 'run-1', 'threw'), run(second, 'run-2', 'returned')] },
    );
    expect(violationsOf(history)).toEqual([]);
    expect([...checkHistory(history).explained]).toEqual([['retry: the run before threw', 1]]);
  });

  it('a job whose worker was killed', () => {
    const history = historyOf([enqueued, first, second, complete(second, 2200, 'run-2')], {
      runs: [run(first, 'run-1'), run(second, 'run-2', 'returned')],
      faults: [killed],
    });
    expect(violationsOf(history)).toEqual([]);
    expect([...checkHistory(history).explained]).toEqual([['killed', 1]]);
  });

  it('a job whose worker was frozen, and settled too late', () => {
    const zombie = { ...run(first, 'run-1'), ended: { at: 2100, how: 'returned' } as const };
    const history = historyOf([enqueued, first, second, complete(second, 2200, 'run-2')], {
      runs: [zombie, run(second, 'run-2', 'returned')],
      faults: [{ worker: 'a', kind: 'frozen', from: 50, to: 2050 }],
    });
    expect(violationsOf(history)).toEqual([]);
  });

  it('a job whose worker took longer than its lease to run out of memory', () => {
    const history = historyOf([enqueued, first, second, complete(second, 2200, 'run-2')], {
      runs: [run(first, 'run-1'), run(second, 'run-2', 'returned')],
      faults: [{ worker: 'a', kind: 'timed out', from: 2500, to: 2500 }],
    });
    expect(violationsOf(history)).toEqual([]);
    expect([...checkHistory(history).explained]).toEqual([['slower than its lease', 1]]);
  });

  it('a job that the sweep put in its place in the index, when it had just ended', () => {
    const mark = write(completed.row);
    const history = historyOf([enqueued, first, completed, { ...mark, at: 300 }], {
      runs: [run(first, 'run-1', 'returned')],
    });
    expect(violationsOf(history)).toEqual([]);
  });

  it('a job that was cancelled', () => {
    const cancelled = write(row('FAILED', 0, 20, { token: 'x', error: 'ERR_JOB_CANCELLED: …' }));
    expect(violationsOf(historyOf([enqueued, cancelled], { cancelAnswer: true }))).toEqual([]);
  });
});

describe('it finds', () => {
  const runs = [run(first, 'run-1', 'returned')];
  const good = historyOf([enqueued, first, completed], { runs });

  it('a job that is lost', () => {
    expect(violationsOf({ ...good, rows: [] })).toContain('is lost: it is not in the table');
  });

  it('a job that is stuck', () => {
    expect(violationsOf(historyOf([enqueued, first], { runs }))).toEqual([
      'is stuck: PROCESSING, attempt 1',
    ]);
    expect(violationsOf(historyOf([enqueued]))).toEqual(['is stuck: PENDING, attempt 0']);
  });

  it('a row that was changed behind the back of the proxy', () => {
    const other = { ...completed.row, result: '"other"' };
    expect(violationsOf({ ...good, rows: [other] })).toContain(
      'is in the table as nobody wrote it',
    );
  });

  it('an effect that is there twice, or under another key, or not', () => {
    const effect = { key: 'job', jobNumber: 1, runId: 'run-1' };
    expect(violationsOf({ ...good, effects: [effect, { ...effect, key: 'job-2' }] })).toEqual([
      'job 1 (job) took effect 2 times',
      'job 1 has another key than its id',
    ]);
    expect(violationsOf({ ...good, effects: [] })).toEqual([
      'job 1 (job) is COMPLETED, and its effect is not there',
    ]);
  });

  it('an attempt above the maximum', () => {
    const fourth = claim('d', 4, 6000);
    const history = historyOf(
      [enqueued, first, second, third, fourth, complete(fourth, 6200, 'run-4')],
      {
        runs: [
          run(first, '1'),
          run(second, '2'),
          run(third, '3'),
          run(fourth, 'run-4', 'returned'),
        ],
        faults: ['a', 'b', 'c'].map((worker) => ({ ...killed, worker, to: 5000 })),
      },
    );
    expect(violationsOf(history)).toEqual(['attempt 4 of 3']);
  });

  it('an output of a worker that had lost its lease', () => {
    // Without its condition the write goes through, and leaves the token of the holder.
    const stale = write({ ...complete(second, 2100, 'run-1').row }, 'a');
    const history = historyOf([enqueued, first, second, stale], {
      runs: [run(first, 'run-1'), run(second, 'run-2', 'returned')],
      faults: [killed],
    });
    expect(violationsOf(history)).toEqual([
      'its output is of run run-1, the last lease was of run run-2',
    ]);
  });

  it('a release by a worker that had lost its lease', () => {
    const stale = write({ ...release(second, 2100, 'run-1').row }, 'a');
    const history = historyOf([enqueued, first, second, stale, third, complete(third, 4200, '3')], {
      runs: [run(first, 'run-1'), run(second, 'run-2', 'returned'), run(third, '3', 'returned')],
      faults: [killed],
    });
    expect(violationsOf(history)).toEqual([
      'attempt 2 was released by another run: Error: run run-1 throws',
    ]);
  });

  it('an error of a worker that had lost its lease', () => {
    const { token } = second.row;
    const failed = write(row('FAILED', 2, 2100, { token, error: 'Error: run run-1 is of no use' }));
    const history = historyOf([enqueued, first, second, failed], {
      behaviour: 'is of no use',
      runs: [run(first, 'run-1'), run(second, 'run-2', 'threw')],
      faults: [killed],
    });
    expect(violationsOf(history)).toEqual([
      'its error is not of run run-2, which held the last lease: Error: run run-1 is of no use',
    ]);
  });

  it('an output that was written twice', () => {
    const again = { ...completed, at: 300 };
    expect(violationsOf(historyOf([enqueued, first, completed, again], { runs }))).toEqual([
      'illegal step COMPLETED -> COMPLETED',
      'its output was written 2 times',
    ]);
  });

  it('a sweep that changes a job that has ended', () => {
    const late = write({ ...completed.row, updatedAt: 300 });
    expect(violationsOf(historyOf([enqueued, first, completed, late], { runs }))).toEqual([
      'illegal step COMPLETED -> COMPLETED',
      'its output was written 2 times',
    ]);
  });

  it('a claim while the lease of another one holds', () => {
    const early = claim('b', 2, 500);
    const history = historyOf([enqueued, first, early, complete(early, 600, 'run-2')], {
      runs: [run(first, 'run-1'), run(early, 'run-2', 'returned')],
      faults: [killed],
    });
    expect(violationsOf(history)).toEqual(['claimed while the lease of another worker holds']);
  });

  it('a claim before the job was due', () => {
    const later = write(row('PENDING', 0, 0, { notBefore: 5000 }));
    const history = historyOf([later, first, completed], { runs });
    expect(violationsOf(history)).toEqual(['claimed before it was due']);
  });

  it('a second run of one attempt: two workers had the same lease', () => {
    const twice = [...runs, run(first, 'run-2', 'returned')];
    expect(violationsOf({ ...good, runs: twice })).toEqual([
      'its output is of run run-1, the last lease was of run run-2',
      'attempt 1 ran 2 times',
    ]);
  });

  it('a run without a lease', () => {
    const history = historyOf([enqueued], { runs: [run(first, 'run-1', 'returned')] });
    expect(violationsOf(history)).toContain('run run-1 had no lease');
  });

  it('another attempt that nothing explains', () => {
    const writes: RowWrite[] = [enqueued, first, second, complete(second, 2200, 'run-2')];
    const returned = run(second, 'run-2', 'returned');
    const nothing = ['nothing explains what followed attempt 1'];
    expect(violationsOf(historyOf(writes, { runs: [run(first, 'run-1'), returned] }))).toEqual(
      nothing,
    );
    expect(
      violationsOf(historyOf(writes, { runs: [run(first, 'run-1', 'returned'), returned] })),
    ).toEqual(nothing);
    // What befell the worker long after is no reason.
    const late = { worker: 'a', kind: 'timed out', from: 70_000, to: 70_000 } as const;
    const runs = [run(first, 'run-1'), returned];
    expect(violationsOf(historyOf(writes, { runs, faults: [late] }))).toEqual(nothing);
  });

  it('a job that was given up before its attempts were used up', () => {
    const error = 'ERR_JOB_CRASHED: …';
    const givenUp = write(row('FAILED', 1, 2000, { token: 'x', error }));
    const history = historyOf([enqueued, first, givenUp], {
      runs: [run(first, 'run-1')],
      faults: [killed],
    });
    expect(violationsOf(history)).toEqual(['crashed for good in attempt 1']);
  });

  it('a step that is not allowed', () => {
    const again = write(row('PENDING', 0, 300));
    expect(violationsOf(historyOf([enqueued, first, completed, again], { runs }))).toContain(
      'illegal step COMPLETED -> PENDING',
    );
  });

  it('a job that ran although it was cancelled', () => {
    expect(violationsOf({ ...historyOf(good.writes, { runs, cancelAnswer: true }) })).toEqual([
      'was cancelled, and is COMPLETED all the same',
    ]);
  });

  it('messages that are left, and those that the queue gave up', () => {
    expect(violationsOf({ ...good, messagesLeft: { queue: 1, deadLetterQueue: 2 } })).toEqual([
      '1 messages are still in the queue',
      '2 messages were given up by the queue',
    ]);
  });

  it('a worker that ended by itself', () => {
    const exited = {
      worker: 'a',
      kind: 'exited',
      from: 900,
      to: 900,
      reason: 'exit code 1',
    } as const;
    expect(violationsOf({ ...good, faults: [exited] })).toEqual(['a ended by itself: exit code 1']);
  });
});
