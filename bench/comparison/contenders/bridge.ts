import {
  exponentialBackOff,
  NonRetriableError,
  RetryAfterError,
  type SqsHandlerOptions,
  sqsHandler,
  toDeadLetterQueue,
} from 'lwa-bridge';
import { type Contender, Permanent, PutOff, type Task } from '../contender.ts';
import { runOnLambda } from '../on-lambda.ts';
import type { Sqs } from '../sqs.ts';
import { versionOf } from '../version-of.ts';

/** `sqsHandler`. */
export const bridge: Contender = {
  name: 'lwa-bridge',
  packages: [versionOf('lwa-bridge')],
  onLambda: true,
  run: (task, sqs) =>
    runOnLambda(task, sqs, (_, seen) =>
      sqsHandler<unknown>(
        (body, { message, signal }) => {
          const { messageId, receiveCount, attributes } = message;
          return translating(() =>
            seen.work(body, { messageId, receiveCount, attributes, signal }),
          );
        },
        optionsFor(task, sqs),
      ),
    ),
};

function optionsFor({ wanted = {} }: Task, sqs: Sqs): SqsHandlerOptions<unknown> {
  const { schema, concurrency, noPartialResponse, backOff, deadLetters, heard } = wanted;
  const sqsClient = sqs.client;
  return {
    sqsClient,
    ...(schema && { schema: schema.body }),
    ...(concurrency && { concurrency }),
    ...(noPartialResponse && { reportBatchItemFailures: false }),
    ...(backOff && { retryDelay: exponentialBackOff() }),
    ...(deadLetters && {
      onNonRetriable: toDeadLetterQueue({ queueUrl: deadLetters.url, sqsClient }),
    }),
    ...(heard && {
      hooks: {
        onMessageEnd: ({ outcome, durationMs, error, message }) =>
          heard.push({ outcome, durationMs, error, receiveCount: message.receiveCount }),
      },
    }),
  };
}

// What the task throws, in this library's words.
function translating(work: () => unknown): unknown {
  const translate = (error: unknown): never => {
    if (error instanceof Permanent) throw new NonRetriableError(error.message, { cause: error });
    if (error instanceof PutOff) throw new RetryAfterError(error.message, error);
    throw error;
  };
  try {
    const result = work();
    return result instanceof Promise ? result.catch(translate) : result;
  } catch (error) {
    return translate(error);
  }
}
