import { randomUUID } from 'node:crypto';
import { LwaBridgeError } from '../../errors.js';
import { EnqueueError, toError } from '../job-errors.js';
import { expiryOf, type QueueParts } from '../queue-parts.js';
import type { JobRow } from '../store/job-row.js';
import type { RowPage } from '../store/job-store.js';
import { isKnownType } from '../to-job.js';
import { errorText } from '../worker/error-text.js';
import { lookAtQueue, type QueueLook } from './queue-look.js';
import {
  type SweepFailure,
  type SweepOptions,
  type SweepReport,
  type SweepSettings,
  sweepSettings,
} from './sweep-options.js';
import { type Evidence, verdictOn } from './verdict.js';

// What SendMessageBatch takes.
const batchSize = 10;

/**
 * Finds jobs whose message is lost, and sends it again: PENDING ones that are overdue, and
 * PROCESSING ones whose lease is long over. Each job is counted before it is sent, and what was
 * looked at goes to the end of the index: so two sweeps at once do not both send, and a run that
 * ends early has the next one go on where it stopped. Jobs of types that are not defined here are
 * left alone: theirs may be another queue.
 */
export async function sweepJobs(parts: QueueParts, options: SweepOptions): Promise<SweepReport> {
  const settings = sweepSettings(options);
  const sent: string[] = [];
  const abandoned: string[] = [];
  const failures: SweepFailure[] = [];
  let written = 0;
  const isOver = () => written >= settings.limit || settings.signal?.aborted === true;

  async function sweepBatch(rows: readonly JobRow[], evidence: Evidence): Promise<void> {
    // Each batch at a time of its own: a cursor of `list` names all jobs that it left at one time.
    const current = { ...evidence, now: evidence.now + written };
    const toSend = await Promise.all(rows.map((row) => handle(row, current)));
    const jobIds = toSend.filter((id) => id !== undefined);
    failures.push(...(await sendAgain(parts, jobIds)));
    const unsent = new Set(failures.map(({ jobId }) => jobId));
    sent.push(...jobIds.filter((id) => !unsent.has(id)));
  }

  // Gives the id of a job that is to be sent.
  async function handle(row: JobRow, evidence: Evidence): Promise<string | undefined> {
    written += 1;
    const verdict = verdictOn(row, evidence);
    try {
      if (verdict.action === 'abandon') {
        if (await abandon(parts, row, evidence)) abandoned.push(row.id);
        return undefined;
      }
      const mark =
        verdict.action === 'reindex'
          ? { seen: row, at: verdict.at, sweeps: row.sweeps }
          : { seen: row, at: evidence.now, sweeps: row.sweeps + 1 };
      const isMarked = await parts.store.mark(mark);
      return isMarked && verdict.action === 'send' ? row.id : undefined;
    } catch (error) {
      failures.push({ jobId: row.id, error: toError(error) });
      return undefined;
    }
  }

  const look = await lookAtQueue(parts, settings);
  for (const status of ['PENDING', 'PROCESSING'] as const) {
    const evidence = { ...evidenceOf(look, settings, parts.now()), status };
    let page: RowPage = { rows: [], next: undefined };
    do {
      if (isOver()) break;
      const { until } = evidence;
      const query = { status, until, order: 'oldest-first', limit: 100 } as const;
      page = await parts.store.list({ ...query, after: page.next });
      const rows = page.rows.filter((row) => isKnownType(parts.definitions, row));
      for (let index = 0; index < rows.length && !isOver(); index += batchSize) {
        const most = Math.min(batchSize, settings.limit - written);
        await sweepBatch(rows.slice(index, index + most), evidence);
      }
    } while (page.next);
  }
  return { sent, abandoned, failures, queueIsEmpty: look.isEmpty, finished: !isOver() };
}

function evidenceOf(
  { isEmpty, at, retention }: QueueLook,
  { age, quietTime, maxSends }: SweepSettings,
  now: number,
): Omit<Evidence, 'status'> {
  return {
    // In an empty queue there is no message of a job that was due well before the first look.
    until: isEmpty ? at - Math.min(quietTime, age) : now - age,
    now,
    queueIsEmpty: isEmpty,
    maxSends,
    // Looks are `age` apart at least, as long as the queue is not empty.
    looksToExpiry: Math.ceil(retention / age),
  };
}

async function sendAgain(parts: QueueParts, jobIds: readonly string[]): Promise<SweepFailure[]> {
  if (jobIds.length === 0) return [];
  const place = { table: parts.store.table, queue: parts.sender.queue };
  const messages = jobIds.map((jobId, index) => ({ key: String(index), jobId, delaySeconds: 0 }));
  const unsent = await parts.sender.send(messages);
  return messages.flatMap(({ key, jobId }) => {
    const cause = unsent.get(key);
    return cause ? [{ jobId, error: new EnqueueError(jobId, place, cause) }] : [];
  });
}

function abandon(parts: QueueParts, seen: JobRow, { now, maxSends }: Evidence): Promise<boolean> {
  const last = seen.error === undefined ? '' : `; its last error: ${seen.error}`;
  const error = new LwaBridgeError(
    'ERR_JOB_ABANDONED',
    `job ${seen.id} was sent again ${maxSends} times, and no worker took it${last}`,
  );
  const token = randomUUID();
  const expiresAt = expiryOf(parts, now);
  return parts.store.giveUp({ seen, token, error: errorText(error), expiresAt, now });
}
