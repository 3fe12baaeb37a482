import { requireEnv } from 'example-titanic/environment';
import { savePassengers } from 'example-titanic/passengers';
import { uploads } from 'example-titanic/uploads';
import { isMain, serveEvents } from 'lwa-bridge';
import { s3CsvHandler } from 'lwa-bridge/s3-csv';
import { exportBatch } from './export-batch.js';
import { PassengerRow } from './passenger-row.js';

// Its checkpoints are in the table that CSV_TABLE names.
export const handler = s3CsvHandler(
  async (rows, { batchId, log, object, signal }) => {
    // The table is keyed by ticket, so there is no place for a passenger without one.
    const passengers = rows.filter(({ ticket }) => ticket !== '');

    // A batch can come again. Passengers have keys of their own, so storing them twice changes
    // nothing; the exported file gets its name from the batch.
    await savePassengers(passengers, signal);
    await exportBatch(batchId, passengers, signal);

    const counts = { stored: passengers.length, withoutTicket: rows.length - passengers.length };
    log.info({ key: object.key, ...counts }, 'rows stored');
  },
  {
    schema: PassengerRow,
    ...uploads,
    // What the schema refuses is written to a file of its own.
    onInvalidRow: 'collect',
    rejects: {
      bucket: () => requireEnv('OUTPUT_BUCKET', 'rows that are refused are written there'),
      prefix: 'rejects/',
    },
    onComplete: (totals, { log, object }) => log.info({ key: object.key, ...totals }, 'file done'),
    // The newer list brings its own notification. Passengers that only the older one had stay: say so.
    onSuperseded: ({ reason }, { log, object }) =>
      log.warn({ key: object.key, reason }, 'list superseded: what it had stored stays'),
  },
);

if (isMain(import.meta)) serveEvents(handler);
