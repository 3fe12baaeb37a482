import { LwaBridgeError } from 'lwa-bridge';
import type { LocalDefinition } from './definition.js';
import { readEventSourceSettings } from './event-source-mapping/mapping-settings.js';

/**
 * Checks what AWS would refuse to deploy, before anything is started.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` naming the resource and the rule.
 */
export function checkDefinition(definition: LocalDefinition): void {
  const { queues = {}, buckets = {}, functions = {}, web = {} } = definition;

  for (const [name, { redrive }] of Object.entries(queues)) {
    if (!redrive) continue;
    const { deadLetterQueue, maxReceiveCount } = redrive;
    mustExist(queues, deadLetterQueue, `the dead-letter queue of queue "${name}"`);
    if (isFifo(name) !== isFifo(deadLetterQueue)) {
      refuse(
        `the dead-letter queue of a FIFO queue is a FIFO queue, of a standard queue a standard one: "${name}"`,
      );
    }
    if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
      refuse(`maxReceiveCount of queue "${name}" is from 1 to 1000, got ${maxReceiveCount}`);
    }
  }

  for (const [name, { notifications = [] }] of Object.entries(buckets)) {
    for (const { queue } of notifications) {
      mustExist(queues, queue, `the queue of a notification of bucket "${name}"`);
      if (isFifo(queue)) refuse(`S3 sends no notifications to FIFO queues: bucket "${name}"`);
    }
  }

  for (const [name, { timeout = 30, eventSources = [] }] of Object.entries(functions)) {
    if (Object.hasOwn(web, name)) refuse(`"${name}" is the name of two functions`);
    if (!(timeout > 0 && timeout <= 900)) {
      refuse(
        `timeout of function "${name}" is more than 0 and at most 900 seconds, got ${timeout}`,
      );
    }
    for (const source of eventSources) {
      mustExist(queues, source.queue, `an event source of function "${name}"`);
      readEventSourceSettings({ name: source.queue }, source);
      const { visibilityTimeout = 30 } = queues[source.queue] ?? {};
      if (visibilityTimeout < timeout) {
        refuse(
          `visibilityTimeout of queue "${source.queue}" (${visibilityTimeout} s) is below the timeout of function "${name}" (${timeout} s); AWS advises 6 times that`,
        );
      }
    }
  }
}

function mustExist(queues: object, name: string, what: string): void {
  if (!Object.hasOwn(queues, name)) refuse(`${what}, "${name}", is not among the queues`);
}

function isFifo(queue: string): boolean {
  return queue.endsWith('.fifo');
}

function refuse(message: string): never {
  throw new LwaBridgeError('ERR_SETTINGS', message);
}
