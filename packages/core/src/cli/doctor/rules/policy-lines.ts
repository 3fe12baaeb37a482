import type { LambdaFunction } from '../model/lambda-function.js';
import type { Queue } from '../model/queue.js';
import { get } from '../template/value.js';

/** What allows a function something on a queue: a policy template of SAM, or a statement of its role. */
export function policyLines(
  { properties }: LambdaFunction,
  { id }: Queue,
  samPolicy: string,
  actions: readonly string[],
): string {
  return get(properties, 'Role') === undefined
    ? `Policies:\n  - ${samPolicy}: { QueueName: !GetAtt ${id}.QueueName }`
    : `- Effect: Allow\n  Action: [${actions.join(', ')}]\n  Resource: !GetAtt ${id}.Arn`;
}
