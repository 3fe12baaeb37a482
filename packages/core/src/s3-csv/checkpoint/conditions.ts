import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { FileStatus } from './file-item.js';

/** A condition of DynamoDB, with the values that it names. Attribute names are written `#name`. */
export interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

// What must be true of the item for a write to happen.

/** Nobody has begun it, or nobody holds it and it waits for no later message. */
export function canClaim(hop: number, now: number): Condition {
  return any(absent, all(has('READING'), waitsFor(hop), free(now)));
}

/** It was cut into parts, and nobody is about to end it. */
export function canFinish(now: number): Condition {
  return all(has('SPLIT'), free(now));
}

/** It is still the caller's. */
export function isHeldBy(token: string): Condition {
  return condition('(#lease_token = :held AND attribute_exists(#lease_until))', {
    ':held': { S: token },
  });
}

/** It has not ended. */
export function hasNotEnded(): Condition {
  return any(has('READING'), has('SPLIT'));
}

/** There is no such item. */
export const absent = condition('attribute_not_exists(#file_id)');

/** No later upload is recorded. */
export function isNewest(sequencer: string): Condition {
  return any(absent, condition('#sequencer < :newest', { ':newest': { S: sequencer } }));
}

function has(status: FileStatus): Condition {
  return condition(`#status = :${status}`, { [`:${status}`]: { S: status } });
}

function waitsFor(hop: number): Condition {
  return condition('#hop <= :waits', { ':waits': { N: String(hop) } });
}

function free(now: number): Condition {
  return condition('(attribute_not_exists(#lease_until) OR #lease_until <= :now)', {
    ':now': { N: String(now) },
  });
}

function condition(expression: string, values: Condition['values'] = {}): Condition {
  return { expression, values };
}

function all(...conditions: readonly Condition[]): Condition {
  return join(conditions, ' AND ');
}

function any(...conditions: readonly Condition[]): Condition {
  return join(conditions, ' OR ');
}

function join(conditions: readonly Condition[], operator: string): Condition {
  return {
    expression: `(${conditions.map(({ expression }) => expression).join(operator)})`,
    values: Object.assign({}, ...conditions.map(({ values }) => values)),
  };
}
