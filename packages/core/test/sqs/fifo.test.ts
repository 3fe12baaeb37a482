import { describe, expect, it } from 'vitest';
import { NonRetriableError } from '../../src/errors.js';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { after } from '../support/wait.js';

interface Body {
  group: string;
  fail?: 'now' | 'for good';
  ms?: number;
}

/** Delivers messages and tells, step by step, what was done. */
async function work(
  bodies: Body[],
  options: SqsHandlerOptions<Body> & { queueName?: string } = {},
) {
  const { queueName = 'orders.fifo', ...handlerOptions } = options;
  const steps: string[] = [];
  let running = 0;
  let most = 0;
  const handler = sqsHandler<Body>(async ({ ms = 5, fail }, { message }) => {
    steps.push(`${message.messageId} starts`);
    running += 1;
    most = Math.max(most, running);
    await after(ms);
    running -= 1;
    steps.push(`${message.messageId} ends`);
    if (fail === 'now') throw new Error('no');
    if (fail === 'for good') throw new NonRetriableError('never');
  }, handlerOptions);
  const log = recordedLog();
  const event = sqsEvent(bodies, { queueName, groupId: (body) => (body as Body).group });
  const outcome = await deliver(handler, event, { log });
  return { ...outcome, steps, most, log };
}

const [a, b] = [{ group: 'a' }, { group: 'b' }];

describe('on a FIFO queue', () => {
  it('messages of one group are worked on one after the other, in their order', async () => {
    const { steps } = await work([{ ...a, ms: 20 }, { ...a, ms: 0 }, a]);
    expect(steps).toEqual([1, 2, 3].flatMap((n) => [`message-${n} starts`, `message-${n} ends`]));
  });

  it('groups are worked on side by side', async () => {
    const { most, steps } = await work([a, b, a, b, { group: 'c' }]);
    expect(most).toBe(3);
    expect(steps.indexOf('message-1 starts')).toBeLessThan(steps.indexOf('message-3 starts'));
    expect(steps.indexOf('message-2 ends')).toBeLessThan(steps.indexOf('message-4 starts'));
  });

  it('the rest of a failed group is reported failed and not worked on; other groups go on', async () => {
    const { deleted, returned, steps } = await work([a, b, { ...a, fail: 'now' }, a, b, a]);
    expect(returned).toEqual(['message-3', 'message-4', 'message-6']);
    expect(deleted).toEqual(['message-1', 'message-2', 'message-5']);
    expect(steps).not.toContain('message-4 starts');
    expect(steps).not.toContain('message-6 starts');
  });

  it('what was held back is a line in the log for each group', async () => {
    const { log } = await work([{ ...a, fail: 'now' }, { ...b, fail: 'now' }, a, b, a]);
    const blocked = (group: string, messageIds: string[]) => ({
      messages: messageIds.length,
      messageIds,
      err: { code: 'ERR_GROUP_BLOCKED', message: expect.stringContaining(`group ${group} `) },
    });
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      blocked('a', ['message-3', 'message-5']),
      blocked('b', ['message-4']),
    ]);
  });

  it('a malformed message holds its group back too', async () => {
    const event = sqsEvent([{}, 'garbage', {}], { queueName: 'q.fifo' });
    const handler = sqsHandler(() => {});
    const { deleted, returned } = await deliver(handler, event, { log: recordedLog() });
    expect({ deleted, returned }).toEqual({
      deleted: ['message-1'],
      returned: ['message-2', 'message-3'],
    });
  });

  it("a message that is given up on does not with onNonRetriable: 'acknowledge'", async () => {
    const bodies: Body[] = [a, { ...a, fail: 'for good' }, a];
    const { deleted } = await work(bodies, { onNonRetriable: 'acknowledge' });
    expect(deleted).toEqual(['message-1', 'message-2', 'message-3']);
    expect((await work(bodies)).returned).toEqual(['message-2', 'message-3']);
  });

  it('concurrency counts groups', async () => {
    const groups = Array.from({ length: 6 }, (_, n) => ({ group: `g${n}` }));
    const { most } = await work([...groups, ...groups], { concurrency: 2 });
    expect(most).toBe(2);
  });

  it('messages of one group do not take the places of others', async () => {
    const bodies = [...Array.from({ length: 9 }, () => ({ ...a, ms: 10 })), b];
    const { steps } = await work(bodies, { concurrency: 2 });
    expect(steps.indexOf('message-10 starts')).toBeLessThan(3);
  });
});

describe('on a standard queue', () => {
  it('a message group (fair queues) orders nothing and holds nothing back', async () => {
    const event = sqsEvent([{ fail: 1 }, {}, {}]);
    for (const { attributes } of event.Records) attributes.MessageGroupId = 'tenant-1';
    let running = 0;
    let most = 0;
    const handler = sqsHandler<{ fail?: number }>(async ({ fail }) => {
      running += 1;
      most = Math.max(most, running);
      await after(10);
      running -= 1;
      if (fail) throw new Error('no');
    });
    const { returned } = await deliver(handler, event, { log: recordedLog() });
    expect(returned).toEqual(['message-1']);
    expect(most).toBe(3);
  });

  it('a name that only contains .fifo is standard', async () => {
    const { most } = await work([a, a, a], { queueName: 'my.fifo-like' });
    expect(most).toBe(3);
  });
});
