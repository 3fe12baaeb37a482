import fc, { type Parameters, type PluginInstance } from 'fast-check';
import { runs } from './runs.js';

/**
 * The runs of a property that `npm run fuzz` has by this name. A failure ends with the command that plays it
 * again.
 */
export function fuzzRuns<Values>(byDefault: number, name: string): Parameters<Values> {
  return { ...runs(byDefault), plugins: [() => tellingAgain(name)] };
}

const tellingAgain = <Values>(name: string): PluginInstance<Values> => ({
  onAllRunsComplete(details) {
    if (!details.failed) return;
    const { seed, counterexamplePath, errorInstance } = details;
    // With `=`: half of the seeds are negative, and would pass for an option.
    const path = counterexamplePath === null ? '' : ` --path=${counterexamplePath}`;
    const again = `npm run fuzz -- ${name} --runs 1 --seed=${seed}${path}`;
    const report = [fc.defaultReportMessage(details), String(errorInstance), `Again: ${again}`];
    throw new Error(report.join('\n\n'), { cause: errorInstance });
  },
});
