import { plannedMessage, type Scenario } from '../simulation/scenario.js';
import type { Simulation } from '../simulation/simulate.js';
import { type InvocationRecord, invocationsOf, isOf, nameOf, verdictOn } from './invocations.js';

/**
 * An invocation ends before its margin; it times out, or dies, only where its process was blocked or
 * crashed.
 */
export function invocationsEndInTime({ scenario, history }: Simulation): string[] {
  const { deadlineMarginMs = 500 } = scenario.handler;
  const marginMs = Math.min(deadlineMarginMs, (scenario.timeout * 1000) / 2);
  const processes = new Map<number, string>();
  const stopped = new Set<string | undefined>();
  return history.flatMap((one) => {
    if (one.type === 'invoked') processes.set(one.invocation, one.process);
    if (one.type === 'stopped') stopped.add(one.process);
    if (one.type !== 'decided') return [];
    const { invocation, outcome, remainingMs } = one;
    const isAnswered = outcome === 'replied' || outcome === 'threw';
    const isInTime = isAnswered ? remainingMs >= marginMs : stopped.has(processes.get(invocation));
    return isInTime ? [] : [`invocation ${invocation} ${outcome}, with ${remainingMs} ms to go`];
  });
}

/** No message is begun, or given to `onNonRetriable`, once the signal was given. */
export function nothingStartsAfterTheSignal({ history }: Simulation): string[] {
  return history.flatMap((one) => {
    const isLate = one.type === 'started' && one.signalled;
    return isLate ? [`${nameOf(one)} was begun after the signal`] : [];
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
