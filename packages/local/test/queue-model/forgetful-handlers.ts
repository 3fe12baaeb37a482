import { type MessageContext, sqsHandler } from 'lwa-bridge';
import { listing } from './faulty-handler.js';
import type { CreateHandler } from './simulation/world.js';

/** Of two copies of a message in a batch, takes the one that succeeded for both. */
export const forgettingOneOfTwoCopies: CreateHandler = (process, options) => {
  const done = new Set<string>();
  const nameOf = ({ awsRequestId, message }: MessageContext) =>
    `${awsRequestId} ${message.messageId}`;
  return sqsHandler(async (body, context) => {
    try {
      await process(body, context);
      done.add(nameOf(context));
    } catch (error) {
      if (!done.has(nameOf(context))) throw error;
    }
  }, options);
};

/** Takes a message for dealt with although `onNonRetriable` failed. */
export const forgettingErrorsOfOnNonRetriable: CreateHandler = (process, options = {}) => {
  const { onNonRetriable } = options;
  if (typeof onNonRetriable !== 'function') return sqsHandler(process, options);
  return sqsHandler(process, {
    ...options,
    onNonRetriable: (error, context) =>
      Promise.resolve(onNonRetriable(error, context)).catch(() => {}),
  });
};

/** What is written by hand: all messages at once, the failed ones listed. */
export const loopByHand: CreateHandler =
  (process) =>
  async ({ Records }, context) => {
    const results = await Promise.allSettled(
      Records.map(async (raw) => {
        const { messageId, attributes, body } = raw;
        const receiveCount = Number(attributes.ApproximateReceiveCount);
        const message = { messageId, receiveCount, raw };
        await process(JSON.parse(body), { ...context, message } as MessageContext);
      }),
    );
    const failed = Records.filter((_record, index) => results[index]?.status === 'rejected');
    return listing(failed.map(({ messageId }) => messageId));
  };
