import { expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';

const work = () => {};

it.each<[string, unknown, unknown]>([
  ['no function', undefined, {}],
  ['concurrency', work, { concurrency: '5' }],
  ['onNonRetriable', work, { onNonRetriable: 'drop' }],
  ['schema', work, { schema: {} }],
  ['schema of null', work, { schema: null }],
  ['body', work, { body: 'xml' }],
  ['deadlineMarginMs', work, { deadlineMarginMs: '500' }],
  ['deadlineMarginMs below 0', work, { deadlineMarginMs: -1 }],
  ['deadlineMarginMs that is no number', work, { deadlineMarginMs: Number.NaN }],
  ['retryDelay', work, { retryDelay: 10 }],
  ['hooks', work, { hooks: () => {} }],
  ['hooks of another kind', work, { hooks: { onBatchEnd: 'log' } }],
  ['hooks with a misspelt one', work, { hooks: { onMessageEnded: work } }],
  ['sqsClient', work, { sqsClient: {} }],
  ['reportBatchItemFailures', work, { reportBatchItemFailures: 'false' }],
  ['throwOnFullBatchFailure', work, { throwOnFullBatchFailure: 0 }],
])('%s of another kind is refused at once', (_what, processMessage, options) => {
  expect(() => sqsHandler(processMessage as never, options as never)).toThrow(
    expect.objectContaining({ code: 'ERR_SETTINGS' }),
  );
});

it('hooks may be an object of a class, with fields and methods of its own', () => {
  class Metrics {
    once = 0;
    onMessageEnd() {}
    flush() {}
  }
  expect(() => sqsHandler(work, { hooks: new Metrics() })).not.toThrow();
});

it('the message says what hooks there are', () => {
  const hooks = { onMessageEnded: work };
  expect(() => sqsHandler(work, { hooks } as never)).toThrow(
    /onBatchStart, onMessageStart, onMessageEnd, onBatchEnd, got an object with onMessageEnded/,
  );
});

it('undefined is as good as none', () => {
  const names = ['schema', 'body', 'concurrency', 'deadlineMarginMs', 'retryDelay', 'hooks'];
  const options = Object.fromEntries(names.map((name) => [name, undefined]));
  expect(() => sqsHandler(work, options as never)).not.toThrow();
});
