import { setTimeout as sleep } from 'node:timers/promises';
import { s3Event, sqsEvent } from 'lwa-bridge/testing';
import type { Outcome, Work } from '../contender.ts';
import { fate, type Line, orders, type Seen } from '../line.ts';

const failAll: Work = async () => {
  throw new Error('refused');
};
const fail2: Work = async (n) => {
  if (n === 2) throw new Error('refused');
};

/** What concerns the batch as a whole, and the reply to the event source mapping. */
export const wholeBatches: readonly Line[] = [
  {
    title: 'every message fails',
    want: 'the invocation fails: Lambda counts an error',
    onlyOnLambda: true,
    task: () => ({ bodies: orders(3), work: failAll }),
    read: (outcome) => ({ ...fateOfAll(outcome), good: outcome.error !== undefined }),
  },
  {
    title: 'every message fails, the mapping lacks `ReportBatchItemFailures`',
    want: 'none lost',
    onlyOnLambda: true,
    task: () => ({ bodies: orders(3), work: failAll, reportBatchItemFailures: false }),
    read: fate,
  },
  {
    title: 'one fails, the mapping lacks `ReportBatchItemFailures` and the library is told',
    want: 'none lost',
    onlyOnLambda: true,
    task: () => ({
      bodies: orders(3),
      work: fail2,
      reportBatchItemFailures: false,
      wanted: { noPartialResponse: true },
    }),
    // There all must come back for one of them.
    read: (outcome) => ({ ...fateOfAll(outcome), good: outcome.deleted.length === 0 }),
  },
  {
    title: 'one after the other, more than there is time for',
    want: 'what is done is deleted, the rest back',
    onlyOnLambda: true,
    task: () => ({
      bodies: orders(6),
      timeoutMs: 3000,
      work: () => sleep(700),
      wanted: { concurrency: 1 },
    }),
    read: (outcome) => {
      const again = outcome.returned.filter((n) => outcome.done.includes(n) && n <= 2);
      const good = again.length === 0 && outcome.deleted.includes(1);
      // How many are done in time is a matter of the machine.
      return {
        good,
        text: good ? 'what is done is deleted, the rest back' : 'what is done is done again',
      };
    },
  },
  {
    title: 'a message that fails has no `messageId`',
    want: 'none lost',
    onlyOnLambda: true,
    task: () => {
      const { Records } = sqsEvent(withNumbers(3));
      const event = {
        Records: Records.map((record, n) =>
          n === 1 ? { ...record, messageId: undefined } : record,
        ),
      };
      return {
        bodies: [],
        event,
        work: async (_n, { n }) => fail2(n, undefined, { messageId: '' }),
      };
    },
    read: (outcome) => ({ ...fate(outcome), good: outcome.deleted.length === 0 }),
  },
  {
    title: 'two copies of one message, the second fails',
    want: 'it is back',
    onlyOnLambda: true,
    task: () => {
      const { Records } = sqsEvent(withNumbers(2));
      const [first] = Records;
      const event = {
        Records: Records.map((record) => ({ ...record, messageId: first?.messageId })),
      };
      return {
        bodies: [],
        event,
        work: async (_n, { n }) => fail2(n, undefined, { messageId: '' }),
      };
    },
    read: ({ returned }) =>
      returned.includes(1)
        ? { good: true, text: 'it is back' }
        : { good: false, text: 'it is lost' },
  },
  {
    title: 'the event is not of SQS: S3 called the function directly',
    want: 'the invocation fails',
    onlyOnLambda: true,
    task: () => ({
      bodies: [],
      event: s3Event([{ bucket: 'in', key: 'a.csv' }]),
      work: async () => {},
    }),
    read: ({ error }) => ofEvent(error),
  },
  {
    title: 'the event is of another kind, without `Records`',
    want: 'the invocation fails',
    onlyOnLambda: true,
    task: () => ({ bodies: [], event: { source: 'aws.events', detail: {} }, work: async () => {} }),
    read: ({ error }) => ofEvent(error),
  },
  {
    title: '10,000 messages, 100 of which fail',
    want: 'those back, a few at once',
    onlyOnLambda: true,
    task: () => ({
      bodies: [],
      event: sqsEvent(withNumbers(10_000)),
      timeoutMs: 60_000,
      work: async (n) => {
        await sleep(1);
        if (n % 100 === 0) throw new Error('refused');
      },
    }),
    read: (outcome) => ({
      good: fate(outcome).good && outcome.returned.length === 100 && outcome.atOnce <= 100,
      text: `${outcome.returned.length} back; ${outcome.atOnce.toLocaleString('en')} at once`,
    }),
  },
  {
    title: 'at most 5 messages at once',
    want: '5 at once',
    task: () => ({ bodies: orders(10), work: () => sleep(20), wanted: { concurrency: 5 } }),
    read: ({ atOnce }) => ({ good: atOnce === 5, text: `${atOnce} at once` }),
  },
];

function withNumbers(count: number): object[] {
  return orders(count).map((order, index) => ({ n: index + 1, ...order }));
}

function fateOfAll(outcome: Outcome): Seen {
  const { good, text } = fate(outcome);
  return { good, text: outcome.error === undefined ? text : `${text}, the invocation fails` };
}

function ofEvent(error: unknown) {
  return error === undefined
    ? { good: false, text: 'a success' }
    : { good: true, text: 'the invocation fails' };
}
