import { setTimeout as sleep } from 'node:timers/promises';
import { fate, type Line, only2Back, orders } from '../line.ts';

const only2 = 'only 2 back';

/** One message of a batch goes wrong. */
export const singleMessages: readonly Line[] = [
  {
    title: 'the handler rejects',
    want: only2,
    task: () => ({
      bodies: orders(3),
      work: async (n) => {
        if (n === 2) throw new Error('refused');
      },
    }),
    read: only2Back,
  },
  {
    title: 'the handler throws at once, it is not async',
    want: only2,
    task: () => ({
      bodies: orders(3),
      work: (n) => {
        if (n === 2) throw new Error('refused');
      },
    }),
    read: only2Back,
  },
  {
    title: 'the handler throws a text',
    want: only2,
    task: () => ({
      bodies: orders(3),
      work: async (n) => {
        if (n === 2) throw 'refused';
      },
    }),
    read: only2Back,
  },
  {
    title: 'the handler throws `null`',
    want: only2,
    task: () => ({
      bodies: orders(3),
      work: async (n) => {
        if (n === 2) throw null;
      },
    }),
    read: only2Back,
  },
  {
    title: 'the body is not JSON',
    want: only2,
    task: () => ({ bodies: [{ order: {} }, '{"order": {', { order: {} }], work: readOrder }),
    read: only2Back,
  },
  {
    title: 'the body is `null`',
    want: only2,
    task: () => ({ bodies: [{ order: {} }, 'null', { order: {} }], work: readOrder }),
    read: only2Back,
  },
  {
    title: 'the body is `{"Records": []}`, an S3 notification without records',
    want: only2,
    task: () => ({ bodies: [{ order: {} }, '{"Records":[]}', { order: {} }], work: readOrder }),
    read: only2Back,
  },
  {
    title: 'the body holds half an emoji',
    want: 'all deleted',
    task: () => ({ bodies: [{ order: {} }, '{"order":{"id":"\\ud83d"}}'], work: readOrder }),
    read: fate,
  },
  {
    title: 'the handler never settles',
    want: only2,
    task: () => ({
      bodies: orders(3),
      timeoutMs: 2000,
      work: (n) => (n === 2 ? new Promise(() => {}) : sleep(5)),
    }),
    read: only2Back,
  },
  {
    title: 'the handler is told before the time is up',
    want: 'told by a signal',
    task: () => ({
      bodies: orders(2),
      timeoutMs: 2000,
      // Told, it gives up; else it would go on for as long as nobody waits.
      work: (n, _body, { signal }) =>
        n === 1
          ? sleep(5)
          : new Promise((resolve) => signal?.addEventListener('abort', () => resolve('told'))),
    }),
    read: ({ done }) =>
      done.includes(2)
        ? { good: true, text: 'told by a signal' }
        : { good: false, text: 'not told' },
  },
];

async function readOrder(_n: number, body: { order: { id: number } }): Promise<void> {
  void body.order.id;
}
