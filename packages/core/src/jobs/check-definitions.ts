import { LwaBridgeError } from '../errors.js';
import { type OptionNames, refuseUnknownOptions } from '../refuse-unknown-options.js';
import { isSchema, schemaWanted } from '../standard-schema.js';
import type { JobDefinition } from './job.js';

const definitionNames: OptionNames<JobDefinition> = { input: true, output: true };

/**
 * Refuses definitions by which no job could be enqueued or run: it would be told of each one.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function checkDefinitions(definitions: unknown): void {
  if (typeof definitions !== 'object' || definitions === null) {
    throw invalid(`the first argument is an object of definitions, got ${String(definitions)}`);
  }
  const types = Object.entries(definitions);
  if (types.length === 0) throw invalid('no type of job is defined');
  for (const [type, definition] of types) {
    const { input, output } = Object(definition) as { input?: unknown; output?: unknown };
    if (!isSchema(input)) throw invalid(`${type}.input: ${schemaWanted}`);
    if (output !== undefined && !isSchema(output)) throw invalid(`${type}.output: ${schemaWanted}`);
    refuseUnknownOptions(`createJobQueue: ${type}`, definition, definitionNames);
  }
}

function invalid(message: string): LwaBridgeError {
  return new LwaBridgeError('ERR_SETTINGS', `createJobQueue: ${message}`);
}
