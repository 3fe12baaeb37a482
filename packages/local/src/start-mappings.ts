import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaFunction } from './adapter/lambda-function.js';
import type { LocalDefinition } from './definition.js';
import { entriesOf } from './entries-of.js';
import { startEventSourceMapping } from './event-source-mapping/event-source-mapping.js';
import type { OnLocalEvent } from './local-event.js';
import type { Queue } from './resources/queues.js';

/** What event source mappings lie between. */
export interface MappingSurroundings {
  functions: Readonly<Record<string, LambdaFunction>>;
  queues: Readonly<Record<string, Queue>>;
  sqs: SQSClient;
  onEvent: OnLocalEvent;
}

/** All event source mappings of an application. */
export interface Mappings {
  /**
   * Receives nothing more, and waits for the running batches: for a few seconds, then it closes their
   * functions, so that they fail and their messages come back.
   */
  close(): Promise<void>;
}

const graceMs = 5000;

/** Starts reading the queues that are event sources of functions. */
export function startMappings(
  definitions: LocalDefinition['functions'],
  { functions, queues, sqs, onEvent }: MappingSurroundings,
): Mappings {
  const mappings = entriesOf(definitions).flatMap(([name, { eventSources = [], concurrency }]) =>
    eventSources.map(({ queue: queueName, ...settings }) => {
      const queue = queues[queueName];
      const target = functions[name];
      if (!queue || !target) throw new Error(`"${queueName}" or "${name}" does not exist`);
      return startEventSourceMapping({
        ...settings,
        maximumConcurrency: settings.maximumConcurrency ?? concurrency,
        function: target,
        queue,
        sqs,
        onEvent,
      });
    }),
  );
  return {
    async close() {
      const done = Promise.all(mappings.map((mapping) => mapping.close()));
      const inTime = await Promise.race([done, sleep(graceMs, undefined, { ref: false })]);
      if (inTime) return;
      await Promise.all(entriesOf(functions).map(([, target]) => target.close()));
      await done;
    },
  };
}
