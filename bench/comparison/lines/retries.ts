import { Permanent, PutOff, type Task, type Work } from '../contender.ts';
import { fate, type Line, orders } from '../line.ts';

/** When and where a failed message comes back. */
export const retries: readonly Line[] = [
  {
    title: 'the handler says that a message shall come back in 300 s',
    want: 'back in 300 s',
    task: () => ({
      bodies: orders(2),
      work: failing2(() => new PutOff(300)),
      wanted: { putOff: true },
    }),
    read: ({ hiddenFor }) =>
      (hiddenFor.get(2) ?? 0) > 200
        ? { good: true, text: 'back in 300 s' }
        : { good: false, text: 'back after its visibility timeout' },
  },
  {
    title: 'back-off by the receive count; the queue itself has 30 s',
    want: 'back in up to 10 s, the first time',
    task: () => ({
      bodies: orders(2),
      work: failing2(() => new Error('refused')),
      wanted: { backOff: true },
    }),
    read: ({ hiddenFor }) =>
      (hiddenFor.get(2) ?? 30) <= 10
        ? { good: true, text: 'back in up to 10 s' }
        : { good: false, text: 'back after its visibility timeout' },
  },
  {
    title: 'no retry can help: to a dead-letter queue at once, with the reason',
    want: 'there with the reason, deleted here',
    task: (sqs) => hopeless(sqs.createQueue()),
    read: (outcome, { wanted }) => {
      const letters = wanted?.deadLetters?.messages() ?? [];
      const good =
        letters.length === 1 &&
        JSON.stringify(letters).includes('no such customer') &&
        outcome.returned.length === 0;
      return { good, text: good ? 'there with the reason, deleted here' : fate(outcome).text };
    },
  },
  {
    title: 'the same, but the dead-letter queue does not exist',
    want: 'back',
    task: () => hopeless({ url: 'http://127.0.0.1/000000000000/none', messages: () => [] }),
    read: (outcome) =>
      outcome.returned.join() === '2' ? { good: true, text: 'back' } : fate(outcome),
  },
];

function hopeless(deadLetters: NonNullable<Task['wanted']>['deadLetters']): Task {
  return {
    bodies: orders(2),
    work: failing2(() => new Permanent('no such customer')),
    wanted: { ...(deadLetters && { deadLetters }) },
  };
}

function failing2(toError: () => Error): Work {
  return async (n) => {
    if (n === 2) throw toError();
  };
}
