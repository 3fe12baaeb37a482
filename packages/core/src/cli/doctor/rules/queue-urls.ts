import type { NotKnown, Problem, Rule } from '../finding.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import type { Model } from '../model/model.js';
import { mayUseQueue, type Permitted, permitsOnQueue } from '../model/permits.js';
import { deadLetterQueueOf, type Queue, queueBy } from '../model/queue.js';
import { textOf, type Value } from '../template/value.js';
import { variableProperty } from './adapter-variable.js';
import { environmentLines } from './environment-lines.js';
import { policyLines } from './policy-lines.js';
import { queuesWithPolicy } from './queue-policy.js';
import { knownQueueSources } from './queue-sources.js';

/** What a function is told of the queues that it sends to. */
export const queueUrls: readonly Rule[] = [
  {
    id: 'queue-url',
    severity: 'error',
    finds: 'a variable such as `DEAD_LETTER_QUEUE_URL` with the ARN or the name of a queue',
    docs: 'doctor.md#the-url-of-a-queue',
    *check(model) {
      for (const { fn, name, value } of urls(model)) {
        const what = whatInstead(value);
        const queue = queueBy(value, model.queues);
        if (what === undefined || (value.kind === 'reference' && queue === undefined)) continue;
        const why = `${name} is ${what} (${textOf(value)}), and SQS takes the URL of a queue: all that is sent there fails`;
        const write = environmentLines(name, queue ? `!Ref ${queue.id}` : urlOf(value));
        yield { resource: fn.id, property: variableProperty(name), at: value.at, why, write };
      }
    },
  },
  {
    id: 'queue-url-permissions',
    severity: 'warning',
    finds:
      'a variable with the URL of a queue on which the role may do nothing, or of its dead-letter queue without `sqs:SendMessage`',
    docs: 'doctor.md#the-url-of-a-queue',
    *check(model) {
      const withPolicy = queuesWithPolicy(model);
      for (const { fn, name, value } of urls(model)) {
        const queue = queueBy(value, model.queues);
        // A queue's own policy may allow what the role does not.
        if (queue === undefined || withPolicy.has(queue.id)) continue;
        yield* permitted(model, fn, queue, { name, value });
      }
    },
  },
];

interface Variable {
  readonly name: string;
  readonly value: Value;
}

function urls({ functions }: Model): readonly (Variable & { readonly fn: LambdaFunction })[] {
  return functions.flatMap((fn) =>
    [...fn.env].flatMap(([name, value]) =>
      /QUEUE_?URL$/i.test(name) ? [{ fn, name, value }] : [],
    ),
  );
}

function whatInstead(value: Value): string | undefined {
  if (value.kind === 'reference') {
    return { Arn: 'an ARN', QueueName: 'a name' }[value.attribute ?? ''];
  }
  return /^arn:.*?:sqs:/.test(textOf(value) ?? '') ? 'an ARN' : undefined;
}

/** The URL of a queue that the template does not have, by its ARN. */
function urlOf(arn: Value): string {
  // Not at the colons of what is only known when deployed: ${AWS::Region}.
  const [, , , region, account, name] = (textOf(arn) ?? '').split(/:(?![^{}]*\})/);
  return `!Sub https://sqs.${region}.\${AWS::URLSuffix}/${account}/${name}`;
}

function* permitted(
  model: Model,
  fn: LambdaFunction,
  queue: Queue,
  { name, value }: Variable,
): Generator<Problem | NotKnown> {
  const read = knownQueueSources(model).filter((source) => source.fn === fn);
  // What is read is asked for by the rules of mappings.
  if (read.some((source) => source.queue === queue)) return;
  const isItsOwn = read.some((each) => deadLetterQueueOf(each.queue, model.queues) === queue);
  const answer: Permitted = isItsOwn
    ? permitsOnQueue(fn.grants, 'sqs:SendMessage', queue)
    : mayUseQueue(fn.grants, queue);
  const found = { resource: fn.id, property: variableProperty(name), at: value.at };
  if (answer === 'unknown') {
    yield {
      ...found,
      notKnown: `whether its role may send to ${queue.id} is not in this template`,
    };
  } else if (answer === 'no') {
    const may = isItsOwn ? `may not send to ${queue.id}` : `may do nothing with ${queue.id}`;
    const why = `${fn.id} is told of ${queue.id}, but its role ${may}: without sqs:SendMessage all that is sent there is refused`;
    yield {
      ...found,
      why,
      write: policyLines(fn, queue, 'SQSSendMessagePolicy', ['sqs:SendMessage']),
    };
  }
}
