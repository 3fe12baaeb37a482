import type { ObjectContext } from '../../s3/s3-object.js';
import type { CsvWorker } from '../csv-worker.js';
import type { CsvProgress } from './csv-progress.js';

/** Tells the log, and `onProgress`, how far the work has come: every so often, or when asked to. */
export type ReportProgress = (progress: CsvProgress, now?: 'now') => Promise<void>;

/** Makes a {@link ReportProgress}. It never throws: no progress bar is worth a file. */
export function progressReporter(
  {
    onProgress,
    progressIntervalMs,
    store,
  }: Pick<CsvWorker<never>, 'onProgress' | 'progressIntervalMs' | 'store'>,
  context: ObjectContext,
): ReportProgress {
  const { log, object } = context;
  let last = performance.now();
  let isTold = false;

  const tellIfTooLong = ({ secondsLeft = 0 }: CsvProgress) => {
    const left = context.getRemainingTimeInMillis() / 1000;
    if (isTold || store() || secondsLeft < left) return;
    isTold = true;
    const fields = { key: object.key, secondsLeft, secondsOfInvocation: Math.round(left) };
    log.warn(fields, 'at this rate the file does not fit into one invocation: it needs a table');
  };

  return async (progress, now) => {
    if (now === undefined && performance.now() - last < progressIntervalMs) return;
    last = performance.now();
    log.info({ bucket: object.bucket, key: object.key, ...progress }, 'csv progress');
    tellIfTooLong(progress);
    try {
      await onProgress?.(progress, context);
    } catch (error) {
      log.error({ key: object.key, err: error }, 'onProgress failed');
    }
  };
}
