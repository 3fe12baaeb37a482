import { setTimeout as sleep } from 'node:timers/promises';
import { sqsEvent } from 'lwa-bridge/testing';
import type { Outcome, Task, Wanted } from '../contender.ts';
import { type Line, names, type Seen } from '../line.ts';

/** A batch of a FIFO queue, with messages of several groups. */
export const fifo: readonly Line[] = [
  {
    title: 'the first of a group fails (messages 1, 2 and 4 of one group, 3 of another)',
    want: '1, 2 and 4 back, in order; 3 done',
    task: () => batch('AABA', { fifo: true }, failFirst),
    read: inOrder,
  },
  {
    title: 'the same, with a handler that is not told that the queue is FIFO',
    want: '1, 2 and 4 back, in order; 3 done',
    task: () => batch('AABA', {}, failFirst),
    read: inOrder,
  },
  {
    title: 'three groups',
    want: 'side by side',
    task: () => batch('ABC', { fifo: true }, () => sleep(50)),
    read: ({ atOnce }) =>
      atOnce === 3
        ? { good: true, text: 'side by side' }
        : { good: false, text: 'one after the other' },
  },
];

function batch(groups: string, wanted: Wanted, work: Task['work']): Task {
  const bodies = [...groups].map((_, index) => ({ n: index + 1 }));
  const groupId = (_: unknown, index: number) => groups[index] ?? '';
  return {
    bodies,
    groups,
    wanted,
    work,
    event: sqsEvent(bodies, { queueName: 'orders.fifo', groupId }),
  };
}

async function failFirst(n: number): Promise<void> {
  await sleep(5);
  if (n === 1) throw new Error('refused');
}

function inOrder({ started, returned }: Outcome): Seen {
  const overtook = [2, 4].filter((n) => started.includes(n));
  if (overtook.length > 0) {
    return { good: false, text: `${names(overtook)} worked on before 1 is done` };
  }
  const good = returned.join() === '1,2,4';
  return { good, text: good ? '1, 2 and 4 back, in order; 3 done' : `${names(returned)} back` };
}
