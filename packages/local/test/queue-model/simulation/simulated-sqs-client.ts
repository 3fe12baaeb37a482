import type { ChangeMessageVisibilityCommandInput } from '@aws-sdk/client-sqs';
import type { LambdaProcess } from './lambda-process.js';
import { plannedReceipt } from './scenario.js';
import { never, type World } from './world.js';

/** The SQS client of a process: it sets visibility timeouts in the model's queue. */
export type SimulatedSqsClient = ReturnType<typeof simulatedSqsClient>;

/** Makes a {@link SimulatedSqsClient}. */
export function simulatedSqsClient(
  { queue, scenario, clock }: World,
  { isRunning }: Pick<LambdaProcess, 'isRunning'>,
) {
  const expected = new Map<string, () => void>();

  return {
    /** Keeps the time from passing until it is called for this message. */
    expectCall: (receiptHandle: string) => void expected.set(receiptHandle, clock.hold()),

    async send(command: { readonly input: ChangeMessageVisibilityCommandInput }): Promise<object> {
      const { ReceiptHandle = '', VisibilityTimeout = Number.NaN } = command.input;
      expected.get(ReceiptHandle)?.();
      if (!isRunning()) return never();
      const [id = '', receiveCount] = ReceiptHandle.split('#');
      const { visibilityFails } = plannedReceipt(scenario, id, Number(receiveCount));
      const changed =
        !visibilityFails && queue.changeVisibility(ReceiptHandle, VisibilityTimeout, Date.now());
      if (!changed) throw new Error('refused');
      return {};
    },
  };
}
