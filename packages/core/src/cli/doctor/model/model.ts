import type { Template } from '../template/template.js';
import { functionsOf, type LambdaFunction, type SkippedFunction } from './lambda-function.js';
import { type Queue, queuesOf } from './queue.js';

/** What the rules look at: the template in one scenario, and what it means. */
export interface Model {
  readonly template: Template;
  readonly functions: readonly LambdaFunction[];
  readonly skipped: readonly SkippedFunction[];
  readonly queues: ReadonlyMap<string, Queue>;
}

/** Reads a template's functions and queues. */
export function toModel(template: Template, dockerfile: string | undefined): Model {
  return { template, ...functionsOf(template, dockerfile), queues: queuesOf(template) };
}
