// Closes a CI run with the test runner's result, on a line of its own.
import { readFileSync } from 'node:fs';

const results = JSON.parse(readFileSync('.vitest/results.json', 'utf8')) as Record<string, number>;
const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped = 0 } = results;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
