import { randomUUID } from 'node:crypto';
import { leaseEnd } from '../../dynamodb/lease.js';
import { isNonRetriableError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import { deferral } from '../../sqs/deferral.js';
import type { PartResult } from '../checkpoint/checkpoint.js';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.js';
import type { FileItem } from '../checkpoint/file-item.js';
import type { CsvTotals } from '../csv-totals.js';
import type { CsvWorker } from '../csv-worker.js';
import { finishFile, rejectedBy } from '../file/finish-file.js';

/**
 * Finishes a file when all of its parts are done. Of several workers that see it, one does.
 *
 * @throws RetryAfterError `ERR_CSV_DEFERRED` while another one does: should that one end before it
 * has, this message is there to try again
 */
export async function finishIfPartsAreDone<Row>(
  worker: CsvWorker<Row>,
  store: CheckpointStore,
  context: ObjectContext,
  file: FileItem | undefined,
): Promise<void> {
  if (file?.status !== 'SPLIT' || file.partsDone.size !== file.parts) return;
  const { id, checkpoint, partsDone } = file;
  const hold = { id, token: randomUUID() };
  const leaseUntil = leaseEnd(context, worker.lease);
  const claimed = await store.claimFinish({ ...hold, leaseUntil });
  if (claimed.outcome === 'ended') return;
  if (claimed.outcome !== 'claimed') {
    const until = claimed.outcome === 'held' ? claimed.until : Date.now();
    throw deferral('ERR_CSV_DEFERRED', `another worker finishes ${id}`, until);
  }
  const whole = { ...checkpoint, ...together([...partsDone.values()]) };
  try {
    await finishFile(worker, store, hold, whole, context);
  } catch (error) {
    if (isNonRetriableError(error)) await store.end(hold, rejectedBy(error), whole);
    // Another delivery of this message finishes it.
    else await store.release(hold, checkpoint);
    throw error;
  }
}

function together(parts: readonly PartResult[]): PartResult {
  const sum = (count: (totals: CsvTotals) => number) =>
    parts.reduce((total, { totals }) => total + count(totals), 0);
  return {
    totals: {
      rows: sum(({ rows }) => rows),
      invalidRows: sum(({ invalidRows }) => invalidRows),
      batches: sum(({ batches }) => batches),
      bytes: Math.max(0, ...parts.map(({ totals }) => totals.bytes)),
    },
    rejects: parts.flatMap(({ rejects }) => rejects),
  };
}
