// Closes a CI run with the results of the test runner: what failed, by name and with its first line, and
// those of all its runs added up, on a line of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

// What vitest's JSON reporter writes, as far as it is read here.
interface Run {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly TestFile[];
}
interface TestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly Test[];
}
interface Test {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

const folder = '.vitest/';
const runs = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(folder + file, 'utf8')) as Run);

for (const { name, status, message, assertionResults } of runs.flatMap((run) => run.testResults)) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  for (const { fullName, failureMessages } of failed) {
    console.log(`failed: ${basename(name)}: ${fullName}: ${firstLine(failureMessages[0])}`);
  }
  // Its own code broke, outside its tests.
  if (status === 'failed' && failed.length === 0) {
    console.log(`failed: ${basename(name)}: ${firstLine(message)}`);
  }
}

const total = (count: (run: Run) => number) => runs.reduce((sum, run) => sum + count(run), 0);
const passed = total((run) => run.numPassedTests);
const failed = total((run) => run.numFailedTests);
const skipped = total((run) => run.numPendingTests);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

function firstLine(text = ''): string {
  return text.split('\n', 1)[0] ?? '';
}
