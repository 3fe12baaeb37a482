import type { SqsHandlerOptions } from 'lwa-bridge';
import type { PlannedMessage } from './scenario.js';

/** A schema that takes all but the bodies meant to be refused. */
export const refusingBodies: NonNullable<SqsHandlerOptions['schema']> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      value === bodies['refused-by-schema'] ? { issues: [{ message: 'refused' }] } : { value },
  },
};

const bodies = { valid: {}, 'refused-by-schema': 'refuse me' };

/** The text of a body. */
export function bodyText(body: PlannedMessage['body']): string {
  return body === 'malformed' ? '{"cut":' : JSON.stringify(bodies[body]);
}
