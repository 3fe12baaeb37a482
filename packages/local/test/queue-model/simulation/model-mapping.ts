import type { SqsEvent, SqsRecord } from 'lwa-bridge';
import { batchOutcome } from 'lwa-bridge/testing';
import type { ReceivedMessage } from '../model-queue.js';
import { createEnvironment, type ExecutionEnvironment } from './execution-environment.js';
import { batchReceiver } from './receive-batch.js';
import { plannedReceipt } from './scenario.js';
import type { World } from './world.js';

/**
 * Lambda's event source mapping for SQS, as a model: receives batches, invokes the function with
 * them, deletes what it takes for done; until nothing is left in the queue.
 */
export async function runMapping(world: World): Promise<void> {
  const { scenario, queue, clock, recorder } = world;
  const receiveBatch = batchReceiver(world);
  let invocations = 0;
  let wakeAll = () => {};
  let changed = Promise.resolve();
  const tellChange = () => {
    wakeAll();
    changed = new Promise((resolve) => {
      wakeAll = resolve;
    });
  };
  tellChange();

  const poll = async (name: string) => {
    const environment = createEnvironment(world, name);
    while (queue.live(Date.now()).length > 0) {
      const batch = receiveBatch();
      if (batch.length > 0) {
        tellChange();
        await deliver(batch, environment);
        tellChange();
      } else {
        const next = queue.nextVisibleAt(Date.now());
        const visible = next === undefined ? [] : [clock.sleep(next - Date.now())];
        await Promise.race([changed, ...visible]);
      }
    }
  };

  const deliver = async (batch: readonly ReceivedMessage[], environment: ExecutionEnvironment) => {
    invocations += 1;
    const invocation = invocations;
    const { fifo } = scenario.queue;
    const event: SqsEvent = { Records: batch.map((message) => toRecord(message, fifo)) };
    for (const { id, receiveCount, again } of batch) {
      recorder.record({ type: 'received', invocation, id, receiveCount, again });
    }
    const { remainingMs, how, ...outcome } = await environment.invoke(event, invocation);
    const { deleted, returned, reason = '' } = batchOutcome(event, outcome, scenario.mapping);
    recorder.record({
      ...{ type: 'decided', invocation, outcome: how, remainingMs, reason },
      ...{ deleted: [...new Set(deleted)], returned: [...new Set(returned)] },
    });
    for (const { id, receiveCount, receiptHandle } of batch) {
      const { deletionFails } = plannedReceipt(scenario, id, receiveCount);
      if (deleted.includes(id) && !deletionFails) queue.delete(receiptHandle, Date.now());
    }
  };

  const names = Array.from(
    { length: scenario.mapping.maximumConcurrency },
    (_, index) => `${index}`,
  );
  await Promise.all(names.map(poll));
}

function toRecord(message: ReceivedMessage, fifo: boolean): SqsRecord {
  const { id, body, groupId, receiptHandle, receiveCount, sentAt, firstReceivedAt } = message;
  return {
    messageId: id,
    receiptHandle,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
      // Fair standard queues have groups too.
      MessageGroupId: groupId,
      ...(fifo && { MessageDeduplicationId: id }),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:123456789012:orders${fifo ? '.fifo' : ''}`,
    awsRegion: 'us-east-1',
  };
}
