import { LwaBridgeError } from '../errors.js';
import { refuseNoFunction } from '../refuse-no-function.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import { isSchema, schemaWanted } from '../standard-schema.js';
import type { SqsHooks } from './hooks.js';
import type { SqsHandlerOptions } from './options.js';

/**
 * Refuses options that would fail, or worse mislead, each message.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseBadOptions<Body>(
  processMessage: unknown,
  options: SqsHandlerOptions<Body>,
): void {
  refuseNoFunction('sqsHandler', processMessage);
  refuseUnknownOptions('sqsHandler', options, rules);
  for (const [name, { isGood, wanted }] of Object.entries(rules)) {
    const value: unknown = options[name as keyof typeof rules];
    if (value === undefined || isGood(value)) continue;
    const message = `sqsHandler: ${name}: ${wanted}, got ${describe(value)}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
}

interface Rule {
  readonly isGood: (value: unknown) => boolean;
  readonly wanted: string;
}

const isFunction = (value: unknown) => typeof value === 'function';
const isBoolean = {
  isGood: (value: unknown) => typeof value === 'boolean',
  wanted: 'true or false',
};

const rules: Record<keyof SqsHandlerOptions, Rule> = {
  schema: { isGood: isSchema, wanted: schemaWanted },
  body: { isGood: (value) => value === 'json' || value === 'text', wanted: "'json' or 'text'" },
  concurrency: {
    isGood: (value) => Number.isInteger(value) && Number(value) > 0,
    wanted: 'a whole number from 1',
  },
  deadlineMarginMs: {
    isGood: (value) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY,
    wanted: 'milliseconds, from 0',
  },
  retryDelay: { isGood: isFunction, wanted: 'a function, such as exponentialBackOff()' },
  onNonRetriable: {
    isGood: (value) => value === 'redrive' || value === 'acknowledge' || isFunction(value),
    wanted: "'redrive', 'acknowledge' or a function",
  },
  // A text such as 'false' would count as true, and lose messages.
  throwOnFullBatchFailure: isBoolean,
  reportBatchItemFailures: isBoolean,
  hooks: { isGood: areHooks, wanted: 'an object of functions' },
  sqsClient: {
    isGood: (value) => isFunction((value as Partial<SqsHandlerOptions['sqsClient']>)?.send),
    wanted: 'a client with a function send',
  },
};

function areHooks(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { onBatchStart, onMessageStart, onMessageEnd, onBatchEnd } = value as SqsHooks;
  return [onBatchStart, onMessageStart, onMessageEnd, onBatchEnd].every(
    (hook: unknown) => hook === undefined || isFunction(hook),
  );
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' ? Object.prototype.toString.call(value) : String(value);
}
