import { describe, expect, it } from 'vitest';
import { createModelQueue } from './model-queue.js';

const second = 1000;

function queueOf(fifo: boolean, groups: string, givesAheadOfFlight = false) {
  const rules = { fifo, visibilityTimeout: 30, maxReceiveCount: 2, givesAheadOfFlight };
  const queue = createModelQueue(rules);
  const ids = [...groups].map((groupId, index) => {
    const id = `${groupId}${index + 1}`;
    queue.send({ id, body: '', groupId }, 0);
    return id;
  });
  const visible = (now: number) => queue.receivable(now).map(({ id }) => id);
  const receiveOne = (id: string, now: number, seconds?: number) => {
    const [message] = queue.receive([id], now, seconds);
    if (!message) throw new Error('nothing received');
    return message;
  };
  return { ...queue, ids, visible, receiveOne };
}

describe('a standard queue', () => {
  it('gives its messages in any order, once they are sent', () => {
    const queue = queueOf(false, 'aa');
    queue.send({ id: 'later', body: '' }, 5 * second);
    expect(queue.visible(0)).toEqual(['a1', 'a2']);
    expect(queue.receive(['a2', 'a1'], 0).map(({ id }) => id)).toEqual(['a2', 'a1']);
    expect(queue.visible(5 * second)).toEqual(['later']);
  });

  it('hides a message for its visibility timeout, and counts its receipts', () => {
    const queue = queueOf(false, 'a');
    expect(queue.receiveOne('a1', 0)).toMatchObject({ receiveCount: 1, firstReceivedAt: 0 });
    expect(queue.visible(30 * second - 1)).toEqual([]);
    expect(queue.nextVisibleAt(0)).toBe(30 * second);
    expect(queue.receiveOne('a1', 30 * second)).toMatchObject({
      receiveCount: 2,
      firstReceivedAt: 0,
    });
  });

  it('takes the visibility timeout of a receive for its own', () => {
    const queue = queueOf(false, 'a');
    queue.receiveOne('a1', 0, 2);
    expect(queue.visible(2 * second)).toEqual(['a1']);
  });

  it('moves a message to the dead-letter queue after its last receipt', () => {
    const queue = queueOf(false, 'a');
    const first = queue.receiveOne('a1', 0, 1);
    queue.receiveOne('a1', second, 1);
    expect(queue.live(second)).toHaveLength(1);
    expect(queue.visible(2 * second)).toEqual([]);
    expect(queue.deadLetters(2 * second)).toMatchObject([{ id: 'a1', receiveCount: 2 }]);
    expect(queue.delete(first.receiptHandle, 2 * second)).toBe(false);
    expect(queue.live(2 * second)).toEqual([]);
  });

  it('deletes a message by the handle of any of its copies, also when its timeout is over', () => {
    const queue = queueOf(false, 'a');
    const { receiptHandle } = queue.receiveOne('a1', 0);
    expect(queue.receiveTwice('a1', 1)).toMatchObject({ receiveCount: 2, again: true });
    expect(queue.delete(receiptHandle, 29 * second)).toBe(true);
    expect(queue.delete(receiptHandle, 29 * second)).toBe(false);
    expect(queue.deadLetters(99 * second)).toEqual([]);
  });

  it('gives no copy beyond the last receipt', () => {
    const queue = queueOf(false, 'a');
    queue.receiveOne('a1', 0);
    queue.receiveTwice('a1', 1);
    expect(() => queue.receiveTwice('a1', 2)).toThrow('but once');
  });

  it('changes the visibility of what is in flight, by the last receipt handle', () => {
    const queue = queueOf(false, 'a');
    const first = queue.receiveOne('a1', 0);
    expect(queue.changeVisibility(first.receiptHandle, 1, second)).toBe(true);
    expect(queue.changeVisibility(first.receiptHandle, 9, 2 * second)).toBe(false);
    const last = queue.receiveOne('a1', 2 * second);
    expect(queue.changeVisibility(first.receiptHandle, 0, 3 * second)).toBe(false);
    expect(queue.changeVisibility(last.receiptHandle, 90, 3 * second)).toBe(true);
    expect(queue.nextVisibleAt(3 * second)).toBe(93 * second);
  });

  it('hides a message for twelve hours at most, counted from its receipt', () => {
    const queue = queueOf(false, 'a');
    const { receiptHandle } = queue.receiveOne('a1', 0);
    expect(queue.changeVisibility(receiptHandle, 12 * 3600, second)).toBe(false);
    expect(queue.changeVisibility(receiptHandle, 12 * 3600 - 1, second)).toBe(true);
  });
});

describe('a FIFO queue', () => {
  it('gives the messages of a group in their order', () => {
    const queue = queueOf(true, 'aab');
    expect(() => queue.receive(['a2'], 0)).toThrow('not first of its group');
    expect(queue.receive(['a1', 'b3', 'a2'], 0)).toHaveLength(3);
  });

  it('gives nothing of a group of which a message is in flight', () => {
    const queue = queueOf(true, 'aabb');
    const { receiptHandle } = queue.receiveOne('a1', 0);
    expect(queue.visible(1)).toEqual(['b3', 'b4']);
    expect(queue.delete(receiptHandle, 1)).toBe(true);
    expect(queue.visible(1)).toEqual(['a2', 'b3', 'b4']);
  });

  it('blocks a group until its last message in flight is back', () => {
    const queue = queueOf(true, 'aa');
    const [first] = queue.receive(['a1', 'a2'], 0);
    expect(queue.changeVisibility(first?.receiptHandle ?? '', 0, 1)).toBe(true);
    expect(queue.visible(1)).toEqual([]);
    expect(queue.visible(30 * second)).toEqual(['a1', 'a2']);
  });

  it('may give what comes before the messages in flight', () => {
    const queue = queueOf(true, 'aaaa', true);
    const [first, second] = queue.receive(['a1', 'a2', 'a3'], 0);
    expect(queue.changeVisibility(second?.receiptHandle ?? '', 0, 1)).toBe(true);
    expect(queue.visible(1)).toEqual([]);
    expect(queue.changeVisibility(first?.receiptHandle ?? '', 0, 1)).toBe(true);
    expect(queue.visible(1)).toEqual(['a1', 'a2']);
  });

  it('goes on with a group when its first message is dead', () => {
    const queue = queueOf(true, 'aa');
    queue.receiveOne('a1', 0, 1);
    queue.receiveOne('a1', second, 1);
    expect(queue.visible(second)).toEqual([]);
    expect(queue.visible(2 * second)).toEqual(['a2']);
  });

  it('deletes nothing by a receipt handle whose visibility timeout is over', () => {
    const queue = queueOf(true, 'a');
    const { receiptHandle } = queue.receiveOne('a1', 0, 1);
    expect(queue.delete(receiptHandle, second)).toBe(false);
    expect(queue.visible(second)).toEqual(['a1']);
  });

  it('gives no copy of what is in flight', () => {
    const queue = queueOf(true, 'a');
    queue.receiveOne('a1', 0);
    expect(queue.isReceivableTwice('a1', 1)).toBe(false);
  });
});
