import type { Rule } from '../finding.js';
import { get, numberOf } from '../template/value.js';
import { mendedTimeout } from './mended.js';

const gateways = ['Api', 'HttpApi', 'API Gateway', 'apigateway.amazonaws.com'];

/** Time and memory of functions. */
export const functionSize: readonly Rule[] = [
  {
    id: 'function-timeout',
    severity: 'error',
    finds: 'a timeout that Lambda does not allow: below 1 or above 900 seconds',
    docs: 'doctor.md#time-and-memory',
    *check({ functions }) {
      for (const fn of functions) {
        const { id, at, properties } = fn;
        const value = get(properties, 'Timeout');
        const timeout = numberOf(value);
        if (timeout === undefined || (timeout >= 1 && timeout <= 900)) continue;
        const why = `Lambda allows 1 to 900 seconds, so that ${timeout} can't be deployed; longer work goes on in a next message`;
        yield {
          resource: id,
          property: 'Timeout',
          at: value?.at ?? at,
          why,
          write: `Timeout: ${mendedTimeout(fn)}`,
        };
      }
    },
  },
  {
    id: 'timeout-missing',
    severity: 'warning',
    finds: 'an event function without a timeout: 3 seconds',
    docs: 'doctor.md#time-and-memory',
    *check({ functions }) {
      for (const fn of functions) {
        const { id, at, kind, properties } = fn;
        if (kind !== 'events' || get(properties, 'Timeout') !== undefined) continue;
        const why =
          'without a timeout Lambda takes 3 s, of which serveEvents keeps the last one to report what is not done, so that anything slower fails and comes again';
        const write = `Timeout: ${mendedTimeout(fn)}`;
        yield { resource: id, property: 'Timeout', at, why, write };
      }
    },
  },
  {
    id: 'http-timeout',
    severity: 'warning',
    finds: 'a function behind API Gateway with a timeout above 30 seconds',
    docs: 'doctor.md#http-and-events',
    *check({ functions }) {
      for (const { id, at, kind, properties, sources } of functions) {
        const value = get(properties, 'Timeout');
        const timeout = numberOf(value);
        if (kind !== 'http' || timeout === undefined || timeout <= 30) continue;
        if (!sources.some(({ service }) => gateways.includes(service))) continue;
        const why = `API Gateway gives up after 30 s (a REST API after 29), so that a request which takes ${timeout} goes on unseen while its client tries again`;
        yield { resource: id, property: 'Timeout', at: value?.at ?? at, why, write: 'Timeout: 28' };
      }
    },
  },
  {
    id: 'function-memory',
    severity: 'warning',
    finds: 'less than 256 MB of memory',
    docs: 'doctor.md#time-and-memory',
    alsoInContainer: true,
    *check({ functions }) {
      for (const { id, at, properties } of functions) {
        const value = get(properties, 'MemorySize');
        const memory = value === undefined ? 128 : numberOf(value);
        if (memory === undefined || memory >= 256) continue;
        const why = `${memory} MB are for Node, the AWS SDK and the adapter together, and a sandbox that runs out of memory ends in the middle of a batch, which comes again as a whole`;
        yield {
          resource: id,
          property: 'MemorySize',
          at: value?.at ?? at,
          why,
          write: 'MemorySize: 512',
        };
      }
    },
  },
];
