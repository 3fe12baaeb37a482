import type { Copy } from '../simulation/history.js';
import { plannedMessage, type Scenario } from '../simulation/scenario.js';
import type { Simulation } from '../simulation/simulate.js';
import { invocationsOf, isOf, nameOf } from './invocations.js';

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

/** As many messages as `concurrency` allows are begun at once. */
export function concurrencyIsUsed(simulation: Simulation): string[] {
  const { scenario } = simulation;
  return invocationsOf(simulation).flatMap(({ copies, happenings, decided }) => {
    const { outcome } = decided;
    const isStopped = outcome === 'died' || outcome === 'timed-out' || scenario.signalAfter === 0;
    if (isStopped) return [];
    const first = firstOfLanes(copies, scenario).slice(0, scenario.handler.concurrency);
    const began = happenings[0]?.at;
    return first.flatMap((copy) => {
      const start = happenings.find((one) => one.type === 'started' && isOf(copy, one));
      const isValid = plannedMessage(scenario, copy.id).body === 'valid';
      return isValid && start?.at !== began ? [`${nameOf(copy)} was not begun at once`] : [];
    });
  });
}

// FIFO: the first message of each group; else every message waits for none.
function firstOfLanes(copies: readonly Copy[], scenario: Scenario): readonly Copy[] {
  if (!scenario.queue.fifo) return copies;
  const groups = copies.map(({ id }) => plannedMessage(scenario, id).group);
  return copies.filter((_copy, index) => groups.indexOf(groups[index] ?? '') === index);
}

function isOfFunction(how: string): boolean {
  return how !== 'acknowledged' && how !== 'refused';
}
