import { expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';

const work = () => {};

it.each<[string, unknown, unknown]>([
  ['no function', undefined, {}],
  ['concurrency', work, { concurrency: '5' }],
  ['onNonRetriable', work, { onNonRetriable: 'drop' }],
  ['schema', work, { schema: {} }],
  ['reportBatchItemFailures', work, { reportBatchItemFailures: 'false' }],
  ['throwOnFullBatchFailure', work, { throwOnFullBatchFailure: 0 }],
])('%s of another kind is refused at once', (_what, processMessage, options) => {
  expect(() => sqsHandler(processMessage as never, options as never)).toThrow(
    expect.objectContaining({ code: 'ERR_SETTINGS' }),
  );
});
