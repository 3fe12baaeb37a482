import type { Copy, Happening } from '../simulation/history.js';
import { idOf, plannedMessage } from '../simulation/scenario.js';
import type { Simulation } from '../simulation/simulate.js';
import { nameOf, verdictOn } from './invocations.js';

/** No message of a FIFO group is begun before each earlier one is done or in the dead-letter queue. */
export function groupsKeepTheirOrder({ scenario, history, dead }: Simulation): string[] {
  if (!scenario.queue.fifo) return [];
  const deleted = new Set<string>();
  const batches = new Map<number, { copies: Copy[]; happenings: Happening[] }>();
  return history.flatMap((one) => {
    if (one.type === 'decided') for (const id of one.deleted) deleted.add(id);
    if (one.type === 'stopped') return [];
    const batch = batches.get(one.invocation) ?? { copies: [], happenings: [] };
    batches.set(one.invocation, batch);
    batch.happenings.push(one);
    if (one.type === 'received') batch.copies.push(one);
    if (one.type !== 'started' || one.as !== 'message') return [];

    const early = earlierOfGroup(one.id).filter((id) => {
      const copy = batch.copies.find((other) => other.id === id);
      if (copy) return verdictOn(copy, batch.happenings, scenario) === 'failed';
      return !deleted.has(id) && !dead.has(id);
    });
    return early.map((id) => `${nameOf(one)} was begun before ${id} was done`);
  });

  function earlierOfGroup(id: string): string[] {
    const { group } = plannedMessage(scenario, id);
    const ids = scenario.messages.flatMap((message, index) =>
      message.group === group ? [idOf(index)] : [],
    );
    return ids.slice(0, ids.indexOf(id));
  }
}
