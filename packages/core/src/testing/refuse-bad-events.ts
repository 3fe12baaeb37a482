import { LwaBridgeError } from '../errors.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import type { S3EventObject, SqsEventOptions } from './events.js';
import { s3EventObjectNames, sqsEventOptionNames } from './option-names.js';

/**
 * Refuses what would make another event than the one that is meant: the types say so in TypeScript, in
 * JavaScript a test would pass on the wrong one.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseBadSqsEvent(
  builder: string,
  bodies: unknown,
  options: SqsEventOptions,
): void {
  if (!Array.isArray(bodies)) throw noList(builder, 'bodies', bodies);
  refuseUnknownOptions(builder, options, sqsEventOptionNames);
  const { queueName = 'queue', receiveCount = 1, groupId } = options;
  if (typeof queueName !== 'string' || queueName === '') {
    throw refused(`${builder}: queueName: the name of a queue, got ${show(queueName)}`);
  }
  if (!(Number.isInteger(receiveCount) && receiveCount >= 1)) {
    throw refused(`${builder}: receiveCount: a whole number from 1 up, got ${show(receiveCount)}`);
  }
  if (groupId !== undefined && typeof groupId !== 'function') {
    throw refused(`${builder}: groupId: a function of a body and its index, got ${typeof groupId}`);
  }
}

/**
 * Refuses objects of S3 without a bucket or a key, and with what nothing reads.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseBadObjects(builder: string, objects: readonly S3EventObject[]): void {
  // In JavaScript it may be anything.
  const given: unknown = objects;
  if (!Array.isArray(given)) throw noList(builder, 'objects', given);
  for (const [index, object] of given.entries()) {
    const where = `${builder}: objects[${index}]`;
    refuseUnknownOptions(where, object, s3EventObjectNames);
    for (const name of ['bucket', 'key'] as const) {
      if (typeof object[name] === 'string' && object[name] !== '') continue;
      throw refused(`${where}: ${name}: a text, got ${show(object[name])}`);
    }
  }
}

function noList(builder: string, what: string, given: unknown): LwaBridgeError {
  return refused(`${builder}: ${what} are a list, got ${given === null ? 'null' : typeof given}`);
}

function refused(message: string): LwaBridgeError {
  return new LwaBridgeError('ERR_SETTINGS', message);
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
