import { LwaBridgeError } from '../errors.js';
import { refuseNoFunction } from '../refuse-no-function.js';
import type { SqsHandlerOptions } from './sqs-handler.js';

/**
 * Refuses options that would fail, or worse mislead, each message.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseBadOptions<Body>(
  processMessage: unknown,
  options: SqsHandlerOptions<Body>,
): void {
  const { concurrency = 10, onNonRetriable = 'redrive', schema } = options;
  refuseNoFunction('sqsHandler', processMessage);
  if (!(Number.isInteger(concurrency) && concurrency > 0)) {
    refuse(`concurrency: a whole number from 1, got ${JSON.stringify(concurrency)}`);
  }
  if (typeof onNonRetriable !== 'function' && !names.includes(onNonRetriable)) {
    refuse(`onNonRetriable: 'redrive', 'acknowledge' or a function, got ${String(onNonRetriable)}`);
  }
  if (schema !== undefined && typeof schema['~standard']?.validate !== 'function') {
    refuse('schema: a Standard Schema, such as one of zod, valibot or arktype');
  }
  // A text such as 'false' would count as true, and lose messages.
  for (const flag of ['reportBatchItemFailures', 'throwOnFullBatchFailure'] as const) {
    const value: unknown = options[flag];
    if (value === undefined || typeof value === 'boolean') continue;
    refuse(`${flag}: true or false, got ${JSON.stringify(value)}`);
  }
}

const names: readonly unknown[] = ['redrive', 'acknowledge'];

function refuse(what: string): never {
  throw new LwaBridgeError('ERR_SETTINGS', `sqsHandler: ${what}`);
}
