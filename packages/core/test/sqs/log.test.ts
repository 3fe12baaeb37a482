import { expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

it('each message that failed is one line with its ids, its receive count and its cause', async () => {
  const log = recordedLog();
  const handler = sqsHandler<{ n: number }>(({ n }) => {
    if (n > 1) throw new Error(`no ${n}`, { cause: new Error('why') });
  });
  const options = { queueName: 'orders.fifo', receiveCount: 4, groupId: () => crypto.randomUUID() };
  const event = sqsEvent([{ n: 1 }, { n: 2 }, { n: 3 }], options);
  await deliver(handler, event, { log, requestId: 'r-1' });
  const errors = log.lines.filter(({ level }) => level === 'error');
  expect(errors).toMatchObject(
    [2, 3].map((n) => ({
      requestId: 'r-1',
      messageId: `message-${n}`,
      receiveCount: 4,
      groupId: event.Records[n - 1]?.attributes.MessageGroupId,
      err: { message: `no ${n}`, cause: { message: 'why' } },
    })),
  );
});

it('a delay is told in thousandths of a second', async () => {
  const log = recordedLog();
  const handler = sqsHandler(
    () => {
      throw new Error('no');
    },
    { retryDelay: () => 7.123_456_789 },
  );
  await deliver(handler, sqsEvent([{}]), { log });
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', seconds: 7.123 }));
});

it('a batch is one line with its queue and its counts', async () => {
  const log = recordedLog();
  const handler = sqsHandler<{ fail?: boolean }>(({ fail }) => {
    if (fail) throw new Error('no');
  });
  const event = sqsEvent([{}, { fail: true }, {}], { queueName: 'orders' });
  await deliver(handler, event, { log, requestId: 'r-1' });
  expect(log.lines.filter(({ level }) => level === 'info')).toEqual([
    {
      level: 'info',
      message: expect.any(String),
      requestId: 'r-1',
      queue: 'orders',
      messages: 3,
      failed: 1,
    },
  ]);
});

it('a batch in which every message failed has its line too', async () => {
  const log = recordedLog();
  const handler = sqsHandler(() => {
    throw new Error('no');
  });
  await deliver(handler, sqsEvent([{}, {}]), { log });
  expect(log.lines).toContainEqual(
    expect.objectContaining({ level: 'info', messages: 2, failed: 2 }),
  );
});

it('no line holds a body', async () => {
  const log = recordedLog();
  const handler = sqsHandler(() => {
    throw new Error('no');
  });
  await deliver(handler, sqsEvent([{ iban: 'DE02120300000000202051' }]), { log });
  const errors = log.errors().map((error) => String((error as Error).stack));
  expect(JSON.stringify(log.lines) + errors.join()).not.toContain('DE0212');
});
