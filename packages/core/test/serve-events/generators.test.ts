import { expect, it } from 'vitest';
import { s3Handler } from '../../src/s3/s3-handler.js';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver } from '../../src/testing/deliver.js';
import { s3ThroughSqsEvent, sqsEvent } from '../../src/testing/events.js';
import { invoke } from '../../src/testing/invoke.js';
import { recordedLog } from '../support/recorded-log.js';

const log = recordedLog();

async function* asyncWork() {
  yield 1;
}
function* work() {
  yield 1;
}

it.each([[asyncWork], [work]])(
  'a handler that is a generator function fails: %s',
  async (handler) => {
    await expect(invoke(handler, {}, { log })).rejects.toThrow('generator function');
  },
);

it.each([[asyncWork], [work]])(
  'so does the work on a message or an object: %s',
  async (handler) => {
    const messages = await deliver(sqsHandler(handler), sqsEvent([{}, {}]), { log });
    expect(messages.deleted).toEqual([]);
    const objects = s3ThroughSqsEvent([{ bucket: 'in', key: 'a.csv' }]);
    expect((await deliver(s3Handler(handler), objects, { log })).deleted).toEqual([]);
  },
);

it('a list, which can be iterated too, is a reply', async () => {
  expect(await invoke(() => [1, 2], {}, { log })).toEqual([1, 2]);
});
