import type { Rule } from '../finding.js';

/** One function for two things that need other settings. */
export const httpAndEvents: readonly Rule[] = [
  {
    id: 'http-and-events',
    severity: 'error',
    finds: 'a function that is invoked by HTTP and by events',
    docs: 'doctor.md#http-and-events',
    *check({ functions }) {
      for (const { id, at, kind, sources } of functions) {
        if (kind !== 'both') continue;
        const services = [...new Set(sources.map(({ service }) => service))].join(', ');
        const why = `it is invoked by ${services}: with AWS_LWA_ERROR_STATUS_CODES each HTTP 500 is a function error, without it a failed event counts as a success`;
        const write =
          '# two functions of the same image, each with its own command:\nImageConfig:\n  Command: [node, events.mjs]';
        yield { resource: id, property: 'Events', at, why, write };
      }
    },
  },
];
