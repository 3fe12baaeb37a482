import { type MessageContext, NonRetriableError, RetryAfterError } from 'lwa-bridge';
import type { Copy, Ending } from './history.js';
import type { LambdaProcess } from './lambda-process.js';
import { plannedReceipt, type Receipt } from './scenario.js';
import type { SimulatedSqsClient } from './simulated-sqs-client.js';
import { never, type World } from './world.js';

type Surroundings = Pick<LambdaProcess, 'name' | 'isRunning' | 'end' | 'block'> &
  Pick<SimulatedSqsClient, 'expectCall'>;

/** The function for messages: does what the scenario plans, and records it. */
export function plannedFunction(world: World, surroundings: Surroundings) {
  const { scenario, queue, clock, recorder } = world;
  const { name, isRunning, end, block, expectCall } = surroundings;

  // Not async: an async function's promise would settle a moment after the signal.
  const giveIn = ({ signal }: MessageContext, copy: Copy): Promise<void> =>
    new Promise((resolve) => {
      const succeed = () => {
        if (!isRunning()) return;
        recorder.record({ type: 'ended', how: 'succeeded', signalled: true, ...copy });
        resolve();
      };
      signal.addEventListener('abort', succeed, { once: true });
    });

  const work = async (context: MessageContext, copy: Copy, receipt: Receipt): Promise<void> => {
    const { signal } = context;
    const ended = (how: Ending) =>
      recorder.record({ type: 'ended', how, signalled: signal.aborted, ...copy });
    const expectDelay = (seconds: number) => {
      const { receiptHandle } = context.message.raw;
      expectCall(receiptHandle);
      // Once it is signalled it may be too late for a call to SQS.
      const isPossible =
        !signal.aborted && !receipt.sqsRefuses && queue.isCurrent(receiptHandle, Date.now());
      if (isPossible) recorder.record({ type: 'put-off', seconds, ...copy });
    };

    if (receipt.ms > 0) await clock.sleep(receipt.ms);
    if (!isRunning()) return never();
    switch (receipt.deed) {
      case 'succeed':
        return ended('succeeded');
      case 'throw':
        ended('failed');
        if (scenario.handler.retryDelay !== undefined) expectDelay(scenario.handler.retryDelay);
        throw new Error('as planned');
      case 'give-up':
        ended('gave-up');
        throw new NonRetriableError('as planned');
      case 'put-off':
        ended('put-off');
        expectDelay(receipt.seconds);
        throw new RetryAfterError('as planned', { seconds: receipt.seconds });
      case 'hang':
        return never();
      case 'obey':
        await aborted(signal);
        if (!isRunning()) return never();
        ended('failed');
        throw new Error('signalled');
      case 'too-late':
        await aborted(signal);
        if (receipt.ms > 0) await clock.sleep(receipt.ms);
        if (!isRunning()) return never();
        return ended('succeeded');
      case 'crash':
        recorder.record({ type: 'stopped', process: name });
        end('died');
        return never();
      case 'block':
        recorder.record({ type: 'stopped', process: name });
        block();
        return never();
    }
  };

  return (_body: unknown, context: MessageContext): Promise<void> => {
    const copy = copyOf(context);
    const receipt = plannedReceipt(scenario, copy.id, copy.receiveCount);
    if (!isRunning()) return never();
    const signalled = context.signal.aborted;
    recorder.record({ type: 'started', as: 'message', signalled, ...copy });
    return receipt.deed === 'give-in' ? giveIn(context, copy) : work(context, copy, receipt);
  };
}

/** The function for messages that no retry can help. */
export function nonRetriableFunction(world: World, { isRunning }: Surroundings) {
  const { scenario, clock, recorder } = world;

  return async (_error: Error, context: MessageContext): Promise<void> => {
    const copy = copyOf(context);
    const { ms } = plannedReceipt(scenario, copy.id, copy.receiveCount);
    const ended = (how: Ending) =>
      recorder.record({ type: 'ended', how, signalled: context.signal.aborted, ...copy });

    if (!isRunning()) return never();
    const { aborted: signalled } = context.signal;
    recorder.record({ type: 'started', as: 'non-retriable', signalled, ...copy });
    if (scenario.handler.onNonRetriable === 'hangs') return never();
    if (ms > 0) await clock.sleep(ms);
    if (!isRunning()) return never();
    if (scenario.handler.onNonRetriable === 'resolves') return ended('acknowledged');
    ended('refused');
    throw new Error('as planned');
  };
}

function copyOf({ awsRequestId, message }: MessageContext): Copy {
  const { messageId: id, receiveCount } = message;
  return { invocation: Number(awsRequestId), id, receiveCount };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
