import { openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import type { EventContext, Logger, SqsEvent } from 'lwa-bridge';
import { sqsEvent } from 'lwa-bridge/testing';
import { alternate, report } from '../ratio.ts';
import { body, bodySchemas } from './body.ts';
import {
  type BatchHandler,
  bridge,
  byHand,
  middyWithNormalizer,
  middyWithParse,
  powertools,
  powertoolsWithZod,
} from './contenders.ts';

const ours = bridge();

/** `sqsHandler` against a loop written by hand and against other libraries; a no-op for each message. */
export async function benchSqs(): Promise<void> {
  console.log('sqsHandler / the loop by hand (at most 1.2 wanted), / others (below 1 wanted)');
  for (const size of [10, 10_000]) {
    await compare(size, 'Promise.allSettled by hand', ours, byHand);
    await compare(size, 'Powertools BatchProcessor', ours, powertools);
    await compare(size, 'middy, JSON.parse in the handler', ours, middyWithParse);
    await compare(size, 'middy with event-normalizer', ours, middyWithNormalizer);
  }
  console.log('the cost of validation: sqsHandler with a schema / without');
  for (const [name, schema] of Object.entries(bodySchemas)) {
    await compare(10, name, bridge(schema), ours);
  }
  console.log('sqsHandler with zod / Powertools with its parser and zod (below 1 wanted)');
  // It builds its schema anew for each message: fewer of them, or it takes minutes.
  await compare(10, 'Powertools with parser', bridge(bodySchemas.zod), powertoolsWithZod, 500);
}

async function compare(
  size: number,
  name: string,
  first: BatchHandler,
  second: BatchHandler,
  // Several batches each time: whoever meets a major collection of garbage has the others to even it out.
  messages = Math.max(10_000, 4 * size),
): Promise<void> {
  const batches = messages / size;
  const measure = (handler: BatchHandler) => () => microsecondsPerMessage(handler, size, batches);
  await alternate(5, measure(first), measure(second));
  const pairs = await alternate(60, measure(first), measure(second));
  report(`${name}, batches of ${size}`, 'µs/message', pairs);
}

// So many events are alive at once. One at a time would be as it is on Lambda; then what is measured
// would be too short for the clock.
const messagesAlive = 1000;

// Of the processor, garbage collection and all. No collection is forced: after a full one V8 drops the
// optimised code whose objects have all died, and what would be measured is how fast it compiles that
// anew. The events are made while nothing is measured, fresh ones each time: event-normalizer writes into
// them, and they are as young as those that have just come in.
async function microsecondsPerMessage(
  handler: BatchHandler,
  size: number,
  batches: number,
): Promise<number> {
  const text = JSON.stringify(sqsEvent(Array.from({ length: size }, () => body)));
  const batchesAlive = Math.max(1, Math.min(batches, messagesAlive / size));
  let microseconds = 0;
  for (let done = 0; done < batches; done += batchesAlive) {
    const events = Array.from({ length: batchesAlive }, (): SqsEvent => JSON.parse(text));
    const contexts = Array.from({ length: batchesAlive }, toContext);
    const started = process.cpuUsage();
    for (const [index, event] of events.entries()) {
      await handler(event, contexts[index] as EventContext);
    }
    // No-ops wait for nothing, so the time of the processor is all there is; what else runs on the
    // machine is not in it.
    const { user, system } = process.cpuUsage(started);
    microseconds += user + system;
  }
  return microseconds / (size * batches);
}

// As the event server makes it, but for the destination of the log.
function toContext(): EventContext {
  const deadline = Date.now() + 30_000;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'bench',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:bench',
    memoryLimitInMB: '512',
    awsRequestId: crypto.randomUUID(),
    logGroupName: '/aws/lambda/bench',
    logStreamName: '2026/01/01/[$LATEST]0123456789abcdef',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done() {},
    fail() {},
    succeed() {},
    signal: new AbortController().signal,
    log,
  };
}

// Makes each line and writes it, to where nobody keeps it.
const nowhere = openSync(devNull, 'w');
const write = (level: string) => (fields: object, message: string) => {
  const timestamp = new Date().toISOString();
  writeSync(nowhere, `${JSON.stringify({ timestamp, level, message, ...fields })}\n`);
};
const log: Logger = {
  debug: () => {},
  info: write('INFO'),
  warn: write('WARN'),
  error: write('ERROR'),
};
