import { awsClientWanted, isAwsClient } from '../aws-client.js';
import { LwaBridgeError } from '../errors.js';
import { refuseNoFunction } from '../refuse-no-function.js';
import { type OptionNames, refuseUnknownOptions } from '../refuse-unknown-options.js';
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

const hookNames: OptionNames<SqsHooks> = {
  onBatchStart: true,
  onMessageStart: true,
  onMessageEnd: true,
  onBatchEnd: true,
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
  hooks: {
    isGood: areHooks,
    wanted: `an object of functions: ${Object.keys(hookNames).join(', ')}`,
  },
  sqsClient: { isGood: isAwsClient, wanted: awsClientWanted },
};

// Hooks may be an object of a class with fields of its own. What is called like a hook and is none would
// never be called.
function areHooks(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const hooks = value as Record<string, unknown>;
  const likeHooks = Object.keys(hooks).filter((name) => /^on[A-Z]/.test(name));
  return (
    likeHooks.every((name) => Object.hasOwn(hookNames, name)) &&
    Object.keys(hookNames).every((name) => hooks[name] === undefined || isFunction(hooks[name]))
  );
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const names = Object.keys(value).slice(0, 10).join(', ');
  return Array.isArray(value) ? 'a list' : `an object with ${names || 'nothing in it'}`;
}
