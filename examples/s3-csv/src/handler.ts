import { requireEnv } from 'example-titanic/environment';
import { savePassengers } from 'example-titanic/passengers';
import { isMain, serveEvents } from 'lwa-bridge';
import { s3CsvHandler } from 'lwa-bridge/s3-csv';
import { PassengerRow } from './passenger-row.js';

export const handler = s3CsvHandler(
  async (rows, { log, object, signal }) => {
    // The table is keyed by ticket, so there is no place for a passenger without one. A row that comes
    // again changes nothing, so no batch needs its `batchId`.
    const passengers = rows.filter(({ ticket }) => ticket !== '');
    await savePassengers(passengers, signal);

    const counts = { stored: passengers.length, withoutTicket: rows.length - passengers.length };
    log.info({ key: object.key, ...counts }, 'rows stored');
  },
  {
    schema: PassengerRow,
    prefix: 'passengers/',
    // What the schema refuses is written to a file of its own.
    onInvalidRow: 'collect',
    rejects: {
      bucket: () => requireEnv('REJECTS_BUCKET', 'rows that are refused are written there'),
      prefix: 'rejects/',
    },
    onComplete: (totals, { log, object }) => log.info({ key: object.key, ...totals }, 'file done'),
  },
);

if (isMain(import.meta)) serveEvents(handler);
