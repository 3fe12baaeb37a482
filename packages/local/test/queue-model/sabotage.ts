import { isRetryAfterError } from 'lwa-bridge';
import {
  eachRecord,
  listing,
  withEvent,
  withHandler,
  withOptions,
  withProcess,
  withReply,
} from './faulty-handler.js';
import {
  forgettingErrorsOfOnNonRetriable,
  forgettingOneOfTwoCopies,
  loopByHand,
} from './forgetful-handlers.js';
import type { RuleName } from './rules/broken-rules.js';
import { type CreateHandler, never } from './simulation/world.js';

/** A handler with a fault, and the rule that it breaks. */
export interface Sabotage {
  readonly breaks: RuleName;
  readonly createHandler: CreateHandler;
}

/** Handlers that must be refused, by their fault. Each is `sqsHandler` with a fault put around it. */
export const sabotages: Readonly<Record<string, Sabotage>> = {
  'acknowledges one of the messages that failed': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: withReply(({ batchItemFailures }) => ({
      batchItemFailures: batchItemFailures.slice(1),
    })),
  },
  'acknowledges the batch where the invocation should fail': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: withHandler((handler) => async (event, context) => {
      return handler(event, context).catch(() => ({ batchItemFailures: [] }));
    }),
  },
  'acknowledges the rest of a group whose first message failed': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: withReply(({ batchItemFailures }, { Records }) => {
      const reported = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const groups = new Set<string | undefined>();
      for (const { messageId, attributes } of Records) {
        if (!reported.has(messageId)) continue;
        if (groups.has(attributes.MessageGroupId ?? messageId)) reported.delete(messageId);
        groups.add(attributes.MessageGroupId ?? messageId);
      }
      return listing(reported);
    }),
  },
  'acknowledges a message of whose two copies one failed': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: forgettingOneOfTwoCopies,
  },
  'acknowledges what is put off': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: withProcess((process) => async (body, context) => {
      try {
        await process(body, context);
      } catch (error) {
        if (!isRetryAfterError(error)) throw error;
      }
    }),
  },
  'acknowledges what cannot be retried, whatever the option': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: withOptions({ onNonRetriable: 'acknowledge' }),
  },
  'acknowledges a message that onNonRetriable failed to deal with': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: forgettingErrorsOfOnNonRetriable,
  },
  'reports the whole batch where one message failed': {
    breaks: 'whatIsDoneIsDeleted',
    createHandler: withReply((reply, { Records }) =>
      reply.batchItemFailures.length === 0
        ? reply
        : listing(Records.map(({ messageId }) => messageId)),
    ),
  },
  'reports an empty id': {
    breaks: 'whatIsDoneIsDeleted',
    createHandler: withReply(({ batchItemFailures }) => ({
      batchItemFailures: [...batchItemFailures, { itemIdentifier: '' }],
    })),
  },
  'reports an id that is not of the batch': {
    breaks: 'whatIsDoneIsDeleted',
    createHandler: withReply(({ batchItemFailures }) => ({
      batchItemFailures: [...batchItemFailures, { itemIdentifier: 'm99' }],
    })),
  },
  'reports by another key': {
    breaks: 'whatIsDoneIsDeleted',
    createHandler: withReply(({ batchItemFailures }) => {
      const renamed = batchItemFailures.map(({ itemIdentifier }) => ({
        messageId: itemIdentifier,
      }));
      return { batchItemFailures: renamed } as never;
    }),
  },
  'fails the invocation where a message failed, whatever the option': {
    breaks: 'invocationsFailByTheOptions',
    createHandler: withOptions({ reportBatchItemFailures: false }),
  },
  'never fails the invocation, whatever the options': {
    breaks: 'invocationsFailByTheOptions',
    createHandler: withOptions({ reportBatchItemFailures: true, throwOnFullBatchFailure: false }),
  },
  'lists a batch that failed to a mapping that does not read it': {
    breaks: 'onlyWhatIsDoneIsDeleted',
    createHandler: withOptions({ throwOnFullBatchFailure: false }),
  },
  'knows no deadline': {
    breaks: 'invocationsEndInTime',
    createHandler: withHandler((handler) => (event, context) => {
      const { signal } = new AbortController();
      return handler(event, { ...context, signal, getRemainingTimeInMillis: () => 1e9 });
    }),
  },
  'never answers': {
    breaks: 'invocationsEndInTime',
    createHandler: withHandler(() => never),
  },
  'begins messages when it is signalled to stop': {
    breaks: 'nothingStartsAfterTheSignal',
    createHandler: withProcess((process) => async (body, context) => {
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return process(body, context);
    }),
  },
  'takes a FIFO queue for a standard one': {
    breaks: 'groupsKeepTheirOrder',
    createHandler: withEvent((event) =>
      eachRecord(event, (record) => ({
        ...record,
        eventSourceARN: record.eventSourceARN.replace('.fifo', ''),
      })),
    ),
  },
  'goes through a batch backwards': {
    breaks: 'groupsKeepTheirOrder',
    createHandler: withEvent(({ Records }) => ({ Records: [...Records].reverse() })),
  },
  'tells a wrong receive count': {
    breaks: 'functionsKnowTheirReceipt',
    createHandler: withEvent((event) =>
      eachRecord(event, (record) => ({
        ...record,
        attributes: { ...record.attributes, ApproximateReceiveCount: '1' },
      })),
    ),
  },
  'puts nothing off': {
    breaks: 'putOffMessagesStayAway',
    createHandler: withOptions({ sqsClient: { send: async () => ({}) } }),
  },
  'works on more messages at once than it may': {
    breaks: 'concurrencyIsKept',
    createHandler: withOptions({ concurrency: 10 }),
  },
  'works on one message at a time': {
    breaks: 'concurrencyIsUsed',
    createHandler: withOptions({ concurrency: 1 }),
  },
  'works on the first message only': {
    breaks: 'noMessageIsLeftOut',
    createHandler: withHandler((handler) => async ({ Records }, context) => {
      const [first, ...rest] = Records;
      const { batchItemFailures } = await handler({ Records: first ? [first] : [] }, context);
      const unworked = rest.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { batchItemFailures: [...batchItemFailures, ...unworked] };
    }),
  },
  'is the loop that is written by hand': {
    breaks: 'groupsKeepTheirOrder',
    createHandler: loopByHand,
  },
};
