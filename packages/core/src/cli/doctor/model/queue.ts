import type { Resource, Template } from '../template/template.js';
import {
  get,
  isTrue,
  knownText,
  numberOf,
  type Place,
  textOf,
  type Value,
} from '../template/value.js';

/** A queue of the template, in seconds, with SQS's defaults filled in. */
export interface Queue {
  readonly id: string;
  readonly at: Place;
  readonly fifo: boolean;
  readonly resource: Resource;
  /** `undefined` where it is not known. */
  readonly visibilityTimeout: number | undefined;
  readonly retention: number | undefined;
  readonly redrivePolicy: Value | undefined;
  readonly maxReceiveCount: number | undefined;
}

/** The queues of a template by their logical ids. */
export function queuesOf(template: Template): ReadonlyMap<string, Queue> {
  const resources = [...template.resources.values()].filter(
    ({ type }) => type === 'AWS::SQS::Queue',
  );
  return new Map(resources.map((resource) => [resource.id, toQueue(resource)]));
}

function toQueue(resource: Resource): Queue {
  const { id, at, properties } = resource;
  const redrivePolicy = get(properties, 'RedrivePolicy');
  return {
    id,
    at,
    fifo: isTrue(get(properties, 'FifoQueue')),
    resource,
    visibilityTimeout: seconds(get(properties, 'VisibilityTimeout'), 30),
    retention: seconds(get(properties, 'MessageRetentionPeriod'), 345_600),
    redrivePolicy,
    maxReceiveCount: numberOf(get(redrivePolicy, 'maxReceiveCount')),
  };
}

function seconds(value: Value | undefined, byDefault: number): number | undefined {
  return value === undefined ? byDefault : numberOf(value);
}

/** The queue that an ARN, URL or name means: by a reference, or by the name at its end. */
export function queueBy(
  value: Value | undefined,
  queues: ReadonlyMap<string, Queue>,
): Queue | undefined {
  if (value?.kind === 'reference') return queues.get(value.to);
  const name = textOf(value)?.split(/[:/]/).at(-1);
  if (name === undefined || name === '') return undefined;
  return [...queues.values()].find(({ resource }) => nameOf(resource) === name);
}

/** Its dead-letter queue, if it is in the template. */
export function deadLetterQueueOf(
  queue: Queue,
  queues: ReadonlyMap<string, Queue>,
): Queue | undefined {
  return queueBy(get(queue.redrivePolicy, 'deadLetterTargetArn'), queues);
}

/** A queue's name as far as it is known. */
export function nameOf(resource: Resource): string | undefined {
  const name = get(resource.properties, 'QueueName');
  return knownText(name) ?? textOf(name);
}
