// Closes a CI run with the results of the test runner, those of all its runs added up, on a line of
// its own.
import { readdirSync, readFileSync } from 'node:fs';

const folder = '.vitest/';
const runs = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(folder + file, 'utf8')) as Record<string, number>);
const total = (name: string) => runs.reduce((sum, run) => sum + (run[name] ?? 0), 0);

const [passed, failed] = [total('numPassedTests'), total('numFailedTests')];
const skipped = total('numPendingTests');
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
