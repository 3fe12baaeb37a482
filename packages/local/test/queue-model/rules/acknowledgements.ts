import { isMismatched } from '../simulation/scenario.js';
import type { Simulation } from '../simulation/simulate.js';
import { type InvocationRecord, invocationsOf, type Verdict, verdictOn } from './invocations.js';

/** Nothing is deleted that has not succeeded, or been acknowledged as documented. */
export function onlyWhatIsDoneIsDeleted(simulation: Simulation): string[] {
  const { throwOnFullBatchFailure } = simulation.scenario.handler;
  return invocationsOf(simulation).flatMap((record) => {
    const verdicts = verdictsOf(record, simulation);
    const { deleted } = record.decided;
    const lost = deleted.filter((id) => verdicts.get(id)?.includes('failed'));
    // The one documented loss: a reply to a mapping that does not read it. Not of a whole batch.
    const isPartial = [...verdicts.values()].flat().some((verdict) => verdict !== 'failed');
    const isDocumented =
      isMismatched(simulation.scenario) && (isPartial || !throwOnFullBatchFailure);
    if (isDocumented) return [];
    return lost.map((id) => `invocation ${record.invocation}: ${id} is deleted, and is not done`);
  });
}

/** What has succeeded does not come back, unless the whole invocation failed. */
export function whatIsDoneIsDeleted(simulation: Simulation): string[] {
  return invocationsOf(simulation).flatMap((record) => {
    const { outcome, deleted, reason } = record.decided;
    if (outcome !== 'replied') return [];
    return [...verdictsOf(record, simulation)]
      .filter(([id, verdicts]) => verdicts.every(isDone) && !deleted.includes(id))
      .map(
        ([id]) => `invocation ${record.invocation}: ${id} is done, and is not deleted: ${reason}`,
      );
  });
}

/** The invocation fails where it has to, by its options, and nowhere else. */
export function invocationsFailByTheOptions(simulation: Simulation): string[] {
  const { reportBatchItemFailures, throwOnFullBatchFailure } = simulation.scenario.handler;
  return invocationsOf(simulation).flatMap((record) => {
    const { invocation, decided } = record;
    const verdicts = [...verdictsOf(record, simulation).values()].flat();
    const fails = (isFailed: (verdict: Verdict) => boolean) =>
      (!reportBatchItemFailures && verdicts.some(isFailed)) ||
      (throwOnFullBatchFailure && verdicts.every(isFailed));
    const [must, may] = [fails((one) => one === 'failed'), fails((one) => one !== 'done')];
    if (decided.outcome === 'replied' && must) return [`invocation ${invocation} did not fail`];
    if (decided.outcome === 'threw' && !may)
      return [`invocation ${invocation} failed: for nothing`];
    return [];
  });
}

const isDone = (verdict: Verdict) => verdict === 'done';

function verdictsOf(
  { copies, happenings }: InvocationRecord,
  { scenario }: Simulation,
): Map<string, Verdict[]> {
  const verdicts = new Map<string, Verdict[]>();
  for (const copy of copies) {
    const verdict = verdictOn(copy, happenings, scenario);
    verdicts.set(copy.id, [...(verdicts.get(copy.id) ?? []), verdict]);
  }
  return verdicts;
}
