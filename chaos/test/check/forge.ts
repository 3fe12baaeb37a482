import type { History, Row, RowWrite, Run } from '../../src/history/history.ts';
import type { Behaviour } from '../../src/plan/behaviours.ts';

const id = 'job';

/** A row of the one job. */
export function row(status: string, attempt: number, at: number, more: Partial<Row> = {}): Row {
  return { id, status, attempt, updatedAt: at, ...more };
}

/** A write that left this row. */
export function write(left: Row, worker?: string): RowWrite {
  return { at: left.updatedAt, worker, row: left };
}

/** The job is enqueued at 0. */
export const enqueued = write(row('PENDING', 0, 0));

/** A claim with a lease of 1000 ms. */
export function claim(worker: string, attempt: number, at: number): RowWrite {
  const token = `${worker}-${attempt}`;
  return write(row('PROCESSING', attempt, at, { token, leaseUntil: at + 1000 }), worker);
}

/** The claim's worker ends its job well. */
export function complete({ row: held, worker }: RowWrite, at: number, runId: string): RowWrite {
  const { token, attempt } = held;
  return write(row('COMPLETED', attempt, at, { token, result: JSON.stringify({ runId }) }), worker);
}

/** The claim's worker puts its job back after an error. */
export function release({ row: held, worker }: RowWrite, at: number, runId: string): RowWrite {
  const { token, attempt } = held;
  return write(
    row('PENDING', attempt, at, { token, error: `Error: run ${runId} throws`, notBefore: at }),
    worker,
  );
}

/** A run of the claim's attempt, from 1 ms after it. */
export function run(
  { row: held, at, worker = '' }: RowWrite,
  runId: string,
  how?: 'returned' | 'threw',
): Run {
  const startedAt = at + 1;
  const started = { id: runId, jobId: id, attempt: held.attempt, worker, startedAt };
  return how ? { ...started, ended: { at: at + 100, how } } : started;
}

/** A history of one job: what is not given is as it should be. */
export function historyOf(
  writes: readonly RowWrite[],
  more: Partial<History> & { behaviour?: Behaviour; cancelAnswer?: boolean } = {},
): History {
  const { behaviour = 'works', cancelAnswer, ...rest } = more;
  const last = writes.at(-1)?.row;
  return {
    maxAttempts: 3,
    jobs: [
      {
        ...{ id, number: 1, behaviour, cancelAnswer, cancelled: cancelAnswer !== undefined },
        ...{ delaySeconds: 0, repeated: false, unsent: false },
      },
    ],
    writes,
    runs: [],
    faults: [],
    brokenRequests: [],
    rows: last ? [last] : [],
    effects: last?.status === 'COMPLETED' ? [{ key: id, jobNumber: 1, runId: 'any' }] : [],
    messagesLeft: { queue: 0, deadLetterQueue: 0 },
    ...rest,
  };
}
