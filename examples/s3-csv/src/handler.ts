import { savePassengers } from 'example-titanic/passengers';
import { isMain, serveEvents } from 'lwa-bridge';
import { s3CsvHandler } from 'lwa-bridge/s3-csv';
import { PassengerRow } from './passenger-row.js';

export const handler = s3CsvHandler(
  async (rows, { log, object, signal }) => {
    // The table is keyed by ticket, so there is no place for a passenger without one.
    const passengers = rows.filter(({ ticket }) => ticket !== '');
    await savePassengers(passengers, signal);

    const counts = { stored: passengers.length, withoutTicket: rows.length - passengers.length };
    log.info({ key: object.key, ...counts }, 'rows stored');
  },
  {
    // Without `onInvalidRow`, a row that the schema refuses fails the file for good.
    schema: PassengerRow,
    onComplete: (totals, { log, object }) => log.info({ key: object.key, ...totals }, 'file done'),
  },
);

if (isMain(import.meta)) serveEvents(handler);
