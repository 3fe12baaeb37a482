import { isMain, serveEvents } from 'lwa-bridge';
import { type CsvRow, type RowsContext, s3CsvHandler } from 'lwa-bridge/s3-csv';

type Context = Pick<RowsContext, 'batchId' | 'log'>;

// Called with up to 500 rows at a time, by the columns of the file's first line. A batch may come
// again, under the same batchId: what must happen once goes by that.
export const processRows = async (rows: readonly CsvRow[], { batchId, log }: Context) => {
  log.info({ batchId, rows: rows.length }, 'rows received');
};

export const handler = s3CsvHandler(processRows, {
  suffix: '.csv',
  onComplete: (totals, { log, object }) => log.info({ key: object.key, ...totals }, 'file done'),
});

if (isMain(import.meta)) serveEvents(handler);
