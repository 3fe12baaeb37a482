import { jobs } from 'example-titanic/jobs';
import { passengersOf, saveAnalysis } from 'example-titanic/passengers';
import { isMain, NonRetriableError, serveEvents } from 'lwa-bridge';
import { jobHandler } from 'lwa-bridge/jobs';
import { analyseParty } from './analyse-party.js';

export const handler = jobHandler(
  jobs,
  {
    async analyse({ ticket }, context) {
      const passengers = await passengersOf(ticket);
      if (passengers.length === 0) throw new NonRetriableError(`nobody has ticket ${ticket}`);

      const analysis = await analyseParty(passengers, context);

      // Should the worker end here, the next attempt asks again and saves what it then gets.
      await saveAnalysis(ticket, analysis, context.job.id);
      context.log.info({ ticket, passengers: passengers.length }, 'ticket analysed');
      return analysis;
    },
  },
  // An attempt ends also where the model has no time for us: eight of them outlast an hour of that.
  { maxAttempts: 8 },
);

if (isMain(import.meta)) serveEvents(handler);
