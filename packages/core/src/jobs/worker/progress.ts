import type { Logger } from '../../serve-events/log.js';
import type { JobProgress } from '../job.js';

/** Takes what a handler reports of its progress. */
export interface ProgressReporter {
  report(done: number, total?: number): void;
  /** Writes nothing more, and waits for a write that is on its way, 2 s at most. */
  end(): Promise<void>;
}

/** Where progress goes. */
export interface ProgressOptions {
  /** Writes it down; `false` where the job is no longer this worker's. */
  write(progress: JobProgress): Promise<boolean>;
  /** The least time between two writes, in milliseconds. */
  readonly interval: number;
  /** Called once it is known that the job is no longer this worker's. */
  onLost(): void;
  readonly log: Logger;
}

// A connection that stalls must not keep the attempt from ending. The write may then come late: it is
// fenced by the lease.
const longestWait = 2000;

/**
 * Writes the first report at once and then the newest one each `interval`, one write at a time. No
 * report is worth an attempt: one that cannot be written is logged.
 */
export function progressReporter({
  write,
  interval,
  onLost,
  log,
}: ProgressOptions): ProgressReporter {
  let newest: JobProgress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let nextWriteAt = 0;
  let hasEnded = false;

  async function writeNewest(progress: JobProgress): Promise<void> {
    try {
      if ((await write(progress)) || hasEnded) return;
      hasEnded = true;
      onLost();
    } catch (error) {
      log.warn({ err: error }, 'progress could not be written');
    }
  }

  function schedule(): void {
    if (hasEnded || timer || writing || !newest) return;
    const pause = nextWriteAt - Date.now();
    if (pause > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        schedule();
      }, pause);
      return;
    }
    const progress = newest;
    newest = undefined;
    nextWriteAt = Date.now() + interval;
    writing = writeNewest(progress).finally(() => {
      writing = undefined;
      schedule();
    });
  }

  return {
    report(done, total) {
      if (!isCount(done) || (total !== undefined && !isCount(total))) {
        log.warn({ done, total }, 'progress takes numbers from 0: not written');
        return;
      }
      newest = { done, total };
      schedule();
    },

    async end() {
      hasEnded = true;
      clearTimeout(timer);
      if (!writing) return;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, longestWait);
      });
      await Promise.race([writing, tooLong]);
      clearTimeout(timer);
    },
  };
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value);
}
