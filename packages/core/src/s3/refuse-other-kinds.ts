import { inspect } from 'node:util';
import { type OptionNames, refuseUnknownOptions } from '../refuse-unknown-options.js';
import { isJsonObject } from './json-fields.js';
import type { ObjectFilterOptions } from './object-filter.js';
import { refuse } from './refuse.js';
import type { ObjectOutput } from './refuse-loop.js';

/**
 * Refuses options of another kind. They do not compile, but in JavaScript no key begins with `null`,
 * and none ends with a list of suffixes: each message would be skipped, and so deleted.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`, which names the option
 */
export function refuseOtherKinds(options: ObjectFilterOptions): void {
  const { bucket, events = [], otherBuckets = 'fail', prefix, suffix, output = [] } = options;
  refuseOtherThanTexts('', { bucket, prefix, suffix });
  if (!Array.isArray(events) || !events.every(isText))
    refuseKind('events', 'a list of names', events);
  if (otherBuckets !== 'fail' && otherBuckets !== 'skip') {
    refuseKind('otherBuckets', "'fail' or 'skip'", otherBuckets);
  }
  const outputs = Array.isArray(output)
    ? Array.from(output, (one, index) => [`output[${index}]`, one] as const)
    : [['output', output] as const];
  for (const [where, one] of outputs) refuseBadOutput(where, one);
}

const outputNames: OptionNames<ObjectOutput> = { bucket: true, prefix: true, suffix: true };

function refuseBadOutput(where: string, output: unknown): void {
  if (!isJsonObject(output)) refuseKind(where, 'an object with a bucket or a prefix', output);
  refuseUnknownOptions(`s3Handler: ${where}`, output, outputNames);
  const { bucket, prefix, suffix } = output;
  refuseOtherThanTexts(`${where}.`, { bucket, prefix, suffix });
}

function refuseOtherThanTexts(where: string, fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && !isText(value)) refuseKind(`${where}${name}`, 'a text', value);
  }
}

function refuseKind(name: string, wanted: string, got: unknown): never {
  refuse(`${name}: ${wanted}, got ${inspect(got, { depth: 0, breakLength: Infinity })}`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
