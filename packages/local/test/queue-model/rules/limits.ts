import { plannedMessage, type Scenario } from '../simulation/scenario.js';
import type { Simulation } from '../simulation/simulate.js';
import { type InvocationRecord, invocationsOf, isOf, nameOf, verdictOn } from './invocations.js';

/** An invocation times out, or dies, only where its process was blocked or crashed. */
export function invocationsEndInTime({ history }: Simulation): string[] {
  const processes = new Map<number, string>();
  const stopped = new Set<string | undefined>();
  return history.flatMap((one) => {
    if (one.type === 'invoked') processes.set(one.invocation, one.process);
    if (one.type === 'stopped') stopped.add(one.process);
    if (one.type !== 'decided' || one.outcome === 'replied' || one.outcome === 'threw') return [];
    const isStopped = stopped.has(processes.get(one.invocation));
    return isStopped ? [] : [`invocation ${one.invocation} ${one.outcome}`];
  });
}

/** No message is begun once the signal was given. */
export function nothingStartsAfterTheSignal({ history }: Simulation): string[] {
  return history.flatMap((one) => {
    const isLate = one.type === 'started' && one.as === 'message' && one.signalled;
    return isLate ? [`${nameOf(one)} was begun after the signal`] : [];
  });
}

/** No more messages are worked on at once than `concurrency` allows. */
export function concurrencyIsKept(simulation: Simulation): string[] {
  const { concurrency } = simulation.scenario.handler;
  return invocationsOf(simulation).flatMap(({ invocation, happenings }) => {
    let running = 0;
    let most = 0;
    for (const one of happenings) {
      if (one.type === 'started' && one.as === 'message') running += 1;
      if (one.type === 'ended' && isOfFunction(one.how)) running -= 1;
      most = Math.max(most, running);
    }
    return most > concurrency ? [`invocation ${invocation}: ${most} messages at once`] : [];
  });
}

/** While there is time, every message is worked on that no earlier one of its group holds back. */
export function noMessageIsLeftOut(simulation: Simulation): string[] {
  const { scenario } = simulation;
  return invocationsOf(simulation).flatMap((record) => {
    const { copies, happenings, decided } = record;
    const { outcome, remainingMs } = decided;
    const isCutShort = happenings.some(({ type }) => type === 'signalled');
    if (isCutShort || outcome === 'died' || outcome === 'timed-out') return [];
    if (remainingMs <= startMarginMs(record, scenario)) return [];
    const failed = new Set<string>();
    return copies.flatMap((copy) => {
      const { group, body } = plannedMessage(scenario, copy.id);
      const isHeldBack = scenario.queue.fifo && failed.has(group);
      if (verdictOn(copy, happenings, scenario) === 'failed') failed.add(group);
      const isStarted = happenings.some((one) => one.type === 'started' && isOf(copy, one));
      const isLeftOut = body === 'valid' && !isStarted && !isHeldBack;
      return isLeftOut ? [`${nameOf(copy)} was left out with ${remainingMs} ms to go`] : [];
    });
  });
}

// By the option, or by default a second and what the longest message took; half of the time at most.
function startMarginMs(
  { copies, happenings }: InvocationRecord,
  { handler, timeout }: Scenario,
): number {
  const half = (timeout * 1000) / 2;
  if (handler.deadlineMarginMs !== undefined) return Math.min(handler.deadlineMarginMs, half);
  const durations = copies.map((copy) => {
    const times = happenings.filter((one) => isOf(copy, one) && one.type !== 'received');
    return (times.at(-1)?.at ?? 0) - (times[0]?.at ?? 0);
  });
  return Math.min(1000, half) + Math.max(...durations);
}

function isOfFunction(how: string): boolean {
  return how !== 'acknowledged' && how !== 'refused';
}
