import type { Copy } from '../simulation/history.js';
import { idOf } from '../simulation/scenario.js';
import type { Simulation } from '../simulation/simulate.js';
import { isOf, nameOf } from './invocations.js';

// SQS hides a message for 12 hours at most, of which the handler uses 11.
const longestPutOff = 11 * 3600;

/** Every message is deleted, or in the dead-letter queue after as many receipts as the policy says. */
export function everyMessageEnds({ scenario, history, dead }: Simulation): string[] {
  const deleted = new Set(history.flatMap((one) => (one.type === 'decided' ? one.deleted : [])));
  return scenario.messages.flatMap((_message, index) => {
    const id = idOf(index);
    const count = dead.get(id);
    if (count === undefined) return deleted.has(id) ? [] : [`${id} is gone, and was not deleted`];
    if (count === scenario.queue.maxReceiveCount) return [];
    return [`${id} is in the dead-letter queue after ${count} receipts`];
  });
}

/** The function is told the right receive count, and nothing but the messages of its batch. */
export function functionsKnowTheirReceipt({ history }: Simulation): string[] {
  const received = history.filter((one) => one.type === 'received');
  return history.flatMap((one) => {
    if (one.type !== 'started') return [];
    const isKnown = received.some((copy) => copy.invocation === one.invocation && isOf(copy, one));
    return isKnown ? [] : [`${nameOf(one)} was not received`];
  });
}

/** A message that is put off comes back no sooner than asked, or than the longest time that there is. */
export function putOffMessagesStayAway({ history }: Simulation): string[] {
  const until = new Map<string, { readonly copy: Copy; readonly time: number }>();
  const processes = new Map<number, string>();
  return history.flatMap((one) => {
    if (one.type === 'invoked') processes.set(one.invocation, one.process);
    if (one.type === 'put-off') {
      const time = one.at + Math.min(Math.ceil(one.seconds), longestPutOff) * 1000;
      until.set(one.id, { copy: one, time });
    }
    if (one.type === 'stopped') {
      // It may have come before the call to SQS.
      for (const [id, { copy }] of until) {
        if (processes.get(copy.invocation) === one.process) until.delete(id);
      }
    }
    if (one.type !== 'received') return [];
    const asked = until.get(one.id);
    until.delete(one.id);
    if (!asked || one.again || one.at >= asked.time) return [];
    return [`${nameOf(one)} came at ${one.at}, was put off until ${asked.time}`];
  });
}
