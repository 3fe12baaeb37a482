import { setTimeout as sleep } from 'node:timers/promises';
import { createModelQueue, type ReceivedMessage } from '../model-queue.js';
import type { QueueCommand, QueueProgram } from './queue-commands.js';
import type { Observed, RealQueue } from './real-queue.js';

/** What servers do with FIFO groups, each in its way. */
export interface ServerHabits {
  /** The most messages of one group in a receive. */
  readonly messagesPerGroup: number;
  readonly givesAheadOfFlight: boolean;
}

/** A burst came so late that its time says nothing: the program is to be run again. */
export class TooLate extends Error {}

/**
 * Runs a program on a real queue and on the model, side by side.
 *
 * @throws Error where they differ, {@link TooLate}
 */
export async function compare(
  program: QueueProgram,
  real: RealQueue,
  { messagesPerGroup, givesAheadOfFlight }: ServerHabits,
): Promise<void> {
  const { fifo, tickMs } = program;
  const model = createModelQueue({ ...program, givesAheadOfFlight });
  // By message: of several receipt handles SQS promises something for the last only.
  const receipts = new Map<string, { real: string; model: string }>();
  // Past this, a visibility timeout could end on either side of a burst.
  const mostLateMs = tickMs / 4;
  const log: string[] = [];
  let sent = 0;
  let now = 0;

  const run = async (command: QueueCommand): Promise<void> => {
    if (command.type === 'send') {
      sent += 1;
      const id = `m${sent}`;
      await real.send(id, command.group);
      model.send({ id, body: '', groupId: command.group }, now);
    } else if (command.type === 'receive') {
      await receive(command.most, command.seconds);
    } else {
      await useReceipt(command);
    }
  };

  const receive = async (most: number, seconds?: number): Promise<Observed[]> => {
    const observed = await real.receive(most, seconds);
    const ids = observed.map(({ id }) => id);
    const expected = Math.min(most, countReceivable());
    if (ids.length !== expected) throw new Error(`received [${ids}], the model ${expected}`);
    const received = model.receive(ids, now, seconds);
    for (const [index, message] of received.entries()) note(message, observed[index]);
    return observed;
  };
  const note = (message: ReceivedMessage, given?: Observed) => {
    const { id, receiveCount, receiptHandle } = message;
    if (given?.receiveCount !== receiveCount) {
      throw new Error(`counts ${given?.receiveCount} receipts of ${id}, the model ${receiveCount}`);
    }
    receipts.set(id, { real: given.receiptHandle, model: receiptHandle });
  };
  const countReceivable = () => {
    const perGroup = new Map<string | undefined, number>();
    return model.receivable(now).filter(({ groupId }) => {
      const count = (perGroup.get(groupId) ?? 0) + 1;
      perGroup.set(groupId, count);
      return !fifo || count <= messagesPerGroup;
    }).length;
  };

  const useReceipt = async (command: Extract<QueueCommand, { receipt: number }>) => {
    // What an expired receipt handle still does differs from server to server.
    const current = [...receipts.values()].filter((one) => model.isCurrent(one.model, now));
    const receipt = current[command.receipt % current.length];
    if (!receipt) return;
    if (command.type === 'delete') {
      await real.delete(receipt.real);
      model.delete(receipt.model, now);
    } else {
      await real.changeVisibility(receipt.real, command.seconds);
      model.changeVisibility(receipt.model, command.seconds, now);
    }
  };

  // When nothing is in flight any more: what is left is there, what is dead is in the other queue.
  const drain = async (): Promise<void> => {
    while (model.receivable(now).length > 0) {
      for (const { id, receiptHandle } of await receive(10, 60)) {
        await real.delete(receiptHandle);
        model.delete(receipts.get(id)?.model ?? '', now);
      }
    }
    await receive(10, 60);
    const dead = model.deadLetters(now).map(({ id }) => id);
    const observed = await real.drainDead();
    if (String(observed.sort()) === String(dead.sort())) return;
    throw new Error(`dead-letter queue has [${observed}], the model's [${dead}]`);
  };

  const started = performance.now();
  const lateMs = () => performance.now() - started - now;
  try {
    for (const burst of program.bursts) {
      await sleep(Math.max(0, -lateMs()));
      for (const command of burst) {
        log.push(
          `${now} ${JSON.stringify(command)} of ${model.receivable(now).map(({ id }) => id)}`,
        );
        await run(command);
        if (lateMs() > mostLateMs) throw new TooLate();
      }
      now += tickMs;
    }
    now += 2 * tickMs;
    await sleep(Math.max(0, -lateMs()));
    await drain();
  } catch (error) {
    // What was seen by then may be due to the delay.
    if (error instanceof TooLate || lateMs() > mostLateMs)
      throw new TooLate('the machine is too busy', { cause: error });
    throw new Error([(error as Error).message, ...log].join('\n'), { cause: error });
  }
}
