import type { Copy, Happening, Timed } from '../simulation/history.js';
import { plannedMessage, type Scenario } from '../simulation/scenario.js';
import type { Simulation } from '../simulation/simulate.js';

/** An invocation, with what happened of it until the mapping decided. */
export interface InvocationRecord {
  readonly invocation: number;
  /** The batch, in its order. */
  readonly copies: readonly Copy[];
  readonly happenings: readonly Timed[];
  readonly decided: Extract<Happening, { type: 'decided' }>;
}

/**
 * What a handler knows of a copy at the end of its invocation. `unknown` where it may be either:
 * what is acknowledged without the function being called.
 */
export type Verdict = 'done' | 'failed' | 'unknown';

/** The invocations of a simulation. */
export function invocationsOf({ history }: Simulation): InvocationRecord[] {
  const open = new Map<number, Timed[]>();
  const closed: InvocationRecord[] = [];
  for (const happening of history) {
    if (happening.type === 'stopped') continue;
    const { invocation } = happening;
    const happenings = open.get(invocation) ?? [];
    if (happening.type === 'received') open.set(invocation, happenings);
    happenings.push(happening);
    if (happening.type !== 'decided') continue;
    const copies = happenings.filter((one) => one.type === 'received');
    closed.push({ invocation, copies, happenings, decided: happening });
    // What still goes on is of no account.
    open.delete(invocation);
  }
  return closed;
}

/** What is known of a copy after these happenings of its invocation. */
export function verdictOn(
  copy: Copy,
  happenings: readonly Happening[],
  scenario: Scenario,
): Verdict {
  const { onNonRetriable } = scenario.handler;
  const endings = happenings.filter((one) => one.type === 'ended' && isOf(copy, one));
  const last = endings.at(-1);
  if (last?.type === 'ended') {
    if (last.signalled) return 'failed';
    const isDone =
      last.how === 'succeeded' ||
      last.how === 'acknowledged' ||
      (last.how === 'gave-up' && onNonRetriable === 'acknowledge');
    return isDone ? 'done' : 'failed';
  }
  const isReadable = plannedMessage(scenario, copy.id).body === 'valid';
  return !isReadable && onNonRetriable === 'acknowledge' ? 'unknown' : 'failed';
}

/** Whether something happened to this copy. */
export function isOf(copy: Copy, happening: Happening): boolean {
  if (!('receiveCount' in happening)) return false;
  return happening.id === copy.id && happening.receiveCount === copy.receiveCount;
}

/** A copy's name in a message of a broken rule. */
export const nameOf = ({ invocation, id, receiveCount }: Copy): string =>
  `invocation ${invocation}: ${id} (receipt ${receiveCount})`;
