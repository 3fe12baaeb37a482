import type { EventContext, Logger, SqsEvent } from 'lwa-bridge';
import { batchOutcome, invoke } from 'lwa-bridge/testing';
import type { Outcome, Task } from './contender.ts';
import { type Observation, observe } from './observe.ts';
import type { Sqs } from './sqs.ts';

/** A handler as its library makes it. */
// biome-ignore lint/suspicious/noExplicitAny: each library has its own types of the same event
export type LambdaHandler = (event: any, context: EventContext) => Promise<unknown>;

/** Makes a handler for a task; `undefined` where the library has no means for what the task wants. */
export type MakeHandler = (task: Task, seen: Observation, sqs: Sqs) => LambdaHandler | undefined;

/** Runs a task as Lambda would: a batch from the queue, an invocation, and what the reply means. */
export async function runOnLambda(
  task: Task,
  sqs: Sqs,
  makeHandler: MakeHandler,
): Promise<Outcome | undefined> {
  const { event, ids, remove, left } = await receive(task, sqs);
  const seen = observe(task, ids);
  const handler = makeHandler(task, seen, sqs);
  if (!handler) return undefined;
  const outcome = await invoke(handler, event, {
    timeoutMs: task.timeoutMs ?? 10_000,
    log: logInto(seen),
  }).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const { reportBatchItemFailures = true } = task;
  const { deleted } = batchOutcome({ Records: event.Records ?? [] }, outcome, {
    reportBatchItemFailures,
  });
  await remove(deleted);
  return seen.end(left(), 'error' in outcome ? outcome : {});
}

async function receive(task: Task, sqs: Sqs) {
  if (task.event) return asItIs(task.event as Partial<SqsEvent>);
  const queue = sqs.createQueue();
  const ids = await queue.send(bodiesOf(task), task);
  const event = await queue.receive(ids.length);
  return { event, ids, remove: queue.remove, left: queue.left };
}

// An event that no queue could be made to give.
function asItIs(event: Partial<SqsEvent>) {
  const ids = (event.Records ?? []).map(({ messageId }) => String(messageId));
  const left = new Map<string, number>(ids.map((id) => [id, Number.NaN]));
  return {
    event: event as SqsEvent,
    ids,
    remove: async (deleted: readonly string[]) => {
      for (const id of deleted) left.delete(String(id));
    },
    left: () => left,
  };
}

/** The bodies as they are sent. */
export function bodiesOf({ bodies }: Task): string[] {
  return bodies.map((body, index) =>
    typeof body === 'string' ? body : JSON.stringify({ n: index + 1, ...(body as object) }),
  );
}

function logInto(seen: Observation): Logger {
  const write = (fields: object, message: string) =>
    seen.log(
      JSON.stringify({ message, ...fields }, (_, value) =>
        value instanceof Error ? { ...value, message: value.message } : value,
      ),
    );
  return { debug: () => {}, info: write, warn: write, error: write };
}
