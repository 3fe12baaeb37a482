import type { Edit } from '../own-template.js';

/** A change of our own template that sets one trap, and the resource where it is to be found. */
export interface Trap {
  readonly resource: string;
  readonly set: (template: Edit) => void;
}

/** Traps by the rules that find them. */
export type Traps = Readonly<Record<string, Trap>>;

/** Where a function has its variables. */
export const variables = 'Properties.Environment.Variables';

/** Those of the worker of jobs. */
export const jobsVariables = `SqsJobFunction.${variables}`;

/** The mapping of the queue of jobs. */
export const jobsMapping = 'SqsJobFunction.Properties.Events.Jobs.Properties';

/** The ARN of a resource. */
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
