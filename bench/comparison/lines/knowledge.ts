import type { Task } from '../contender.ts';
import { type Line, orders } from '../line.ts';

/** What the handler, the log and the hooks are told. */
export const knowledge: readonly Line[] = [
  {
    title: 'the receive count, as the handler gets it',
    want: 'a number',
    task: () => told(({ receiveCount }) => typeof receiveCount === 'number'),
    read: ({ done }) =>
      done.includes(1) ? { good: true, text: 'a number' } : { good: false, text: 'a text' },
  },
  {
    title: 'message attributes `Number` and `Binary`',
    want: 'a number, bytes',
    task: () =>
      told(({ attributes }) => {
        const { cents, image } = attributes ?? {};
        return cents === 1250 && image instanceof Uint8Array && image[0] === 7;
      }),
    read: ({ done }) =>
      done.includes(1)
        ? { good: true, text: 'a number, bytes' }
        : { good: false, text: 'as they were sent' },
  },
  {
    title: 'the log of a failed message',
    want: 'its id and why, but not its body',
    task: () => ({
      bodies: [{}, { iban: 'DE02120300000000202051' }],
      work: async (n) => {
        if (n === 2) throw new Error('the bank refused');
      },
    }),
    read: ({ log }) => {
      const has = [
        log.includes('the bank refused') && 'why',
        log.includes('DE02120300000000202051') && 'its body',
        /[0-9a-f]{8}-[0-9a-f-]{27}/.test(log) && 'its id',
      ].filter((word) => typeof word === 'string');
      return {
        good: has.join() === 'why,its id',
        text: has.length > 0 ? has.join(', ') : 'nothing',
      };
    },
  },
  {
    title: 'a hook on the end of each message, done or failed',
    want: 'outcome, duration, receive count, error',
    task: () => ({
      bodies: orders(2),
      work: async (n) => {
        if (n === 2) throw new Error('refused');
      },
      wanted: { heard: [] },
    }),
    read: (_, { wanted }) => {
      const heard = wanted?.heard ?? [];
      const says = (field: string) => heard.some((end) => end[field] !== undefined);
      const parts = [
        heard.length === 2 ? 'outcome' : 'failures only',
        says('durationMs') && 'duration',
        says('receiveCount') && 'receive count',
        says('error') && 'error',
      ].filter((part) => typeof part === 'string');
      const text = parts.join(', ');
      return { good: text === 'outcome, duration, receive count, error', text };
    },
  },
];

function told(isRight: (told: Parameters<Task['work']>[2]) => boolean): Task {
  return {
    bodies: orders(1),
    attributes: {
      cents: { DataType: 'Number', StringValue: '1250' },
      image: { DataType: 'Binary', BinaryValue: new Uint8Array([7, 8]) },
    },
    work: async (_n, _body, what) => {
      if (!isRight(what)) throw new Error('not as it should be');
    },
  };
}
