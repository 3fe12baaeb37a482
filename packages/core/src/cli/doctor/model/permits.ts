import { referencesIn, textOf, type Value } from '../template/value.js';
import type { Grants, Statement } from './grants.js';
import { nameOf, type Queue } from './queue.js';

/** Whether a role may do something: what is not known is neither. */
export type Permitted = 'yes' | 'no' | 'unknown';

/** Whether the role may do this to the queue. */
export function permitsOnQueue(grants: Grants, action: string, queue: Queue): Permitted {
  return permits(grants, queue, (statement) => coversAction(statement, action));
}

/** Whether the role may do anything to the queue, beside what it may for the mappings of all queues. */
export function mayUseQueue(grants: Grants, queue: Queue): Permitted {
  const ofQueues = /^(sqs:|\*|\$)/i;
  return permits(
    grants,
    queue,
    ({ actions, ofMappings }) => !ofMappings && actions.some((action) => ofQueues.test(action)),
  );
}

function permits(
  grants: Grants,
  queue: Queue,
  covers: (statement: Statement) => boolean,
): Permitted {
  const answers = grants.statements
    .filter(covers)
    .flatMap(({ resources }) => resources.map((resource) => meansQueue(resource, queue)));
  if (answers.includes('yes')) return 'yes';
  return grants.open || answers.includes('unknown') ? 'unknown' : 'no';
}

/** Whether the statement has the action, or a pattern of it. Case does not count. */
export function coversAction({ actions }: Statement, action: string): boolean {
  return actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
}

function meansQueue(resource: Value, queue: Queue): Permitted {
  const text = textOf(resource);
  if (text === undefined || resource.kind === 'unknown') return 'unknown';
  if (text === '*' || referencesIn(resource).some(({ to }) => to === queue.id)) return 'yes';
  if (resource.kind === 'reference') return 'no';
  const name = text.split(':').at(-1) ?? '';
  const own = nameOf(queue.resource);
  if (own !== undefined && matches(name, own)) return 'yes';
  // A queue without a name gets one of CloudFormation's, which may be of the pattern.
  return name.includes('*') || (name.includes('${') && name !== own) ? 'unknown' : 'no';
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
