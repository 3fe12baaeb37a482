import type {
  ChangeMessageVisibilityCommandInput,
  SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { LambdaProcess } from './lambda-process.js';
import { plannedReceipt } from './scenario.js';
import { never, type World } from './world.js';

/** The SQS client of a process: it sets visibility timeouts in the model's queue, and takes dead letters. */
export type SimulatedSqsClient = ReturnType<typeof simulatedSqsClient>;

/** Makes a {@link SimulatedSqsClient}. */
export function simulatedSqsClient(
  { queue, scenario, clock, recorder }: World,
  { isRunning }: Pick<LambdaProcess, 'isRunning'>,
) {
  const expected = new Map<string, () => void>();

  const changeVisibility = (input: ChangeMessageVisibilityCommandInput): boolean => {
    const { ReceiptHandle = '', VisibilityTimeout = Number.NaN } = input;
    const [id = '', receiveCount] = ReceiptHandle.split('#');
    const { sqsRefuses } = plannedReceipt(scenario, id, Number(receiveCount));
    return !sqsRefuses && queue.changeVisibility(ReceiptHandle, VisibilityTimeout, Date.now());
  };

  const takeDeadLetter = ({ MessageAttributes = {} }: SendMessageCommandInput): boolean => {
    const textOf = (name: string) => MessageAttributes[name]?.StringValue ?? '';
    const id = textOf('DeadLetterMessageId');
    const receiveCount = Number(textOf('DeadLetterReceiveCount'));
    const invocation = Number(textOf('DeadLetterRequestId'));
    if (plannedReceipt(scenario, id, receiveCount).sqsRefuses) return false;
    const copy = { invocation, id, receiveCount };
    // It comes at once, or not: `toDeadLetterQueue` is not called after the signal.
    recorder.record({ type: 'ended', how: 'acknowledged', signalled: false, ...copy });
    return true;
  };

  return {
    /** Keeps the time from passing until it is called for this message. */
    expectCall: (receiptHandle: string) => void expected.set(receiptHandle, clock.hold()),

    async send({
      input,
    }: {
      readonly input: ChangeMessageVisibilityCommandInput | SendMessageCommandInput;
    }): Promise<object> {
      if ('ReceiptHandle' in input) expected.get(input.ReceiptHandle ?? '')?.();
      if (!isRunning()) return never();
      const isDone = 'MessageBody' in input ? takeDeadLetter(input) : changeVisibility(input);
      if (!isDone) throw new Error('refused');
      return {};
    },
  };
}
