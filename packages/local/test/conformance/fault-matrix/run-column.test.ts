import { expect, test } from 'vitest';
import { standIn } from '../stand-in.js';
import { faults } from './faults.js';
import { runColumn } from './run-column.js';

// So that a cell without a problem means something.
test('a server that fails as successes, with answers of other events, is found out', async () => {
  const names = [
    'nothing wrong',
    'throws an error',
    'rejects',
    'exits with code 0',
    'gets SIGTERM and replies in time',
  ];
  const some = faults.filter(({ name }) => names.includes(name));
  const settings = { name: 'codes unset', env: {}, failure: 'closed' as const };
  const file = 'conformance/fixtures/careless.mjs';
  const cells = await runColumn(standIn, some, settings, file);
  const notes = Object.fromEntries(
    cells.map(({ fault, problems }) => [fault, problems.join('; ')]),
  );
  expect(Object.keys(notes)).toHaveLength(5);
  expect(notes['nothing wrong']).toMatch(/id of the reply is event-0-before, not event-0/);
  expect(notes['nothing wrong']).toMatch(/event-0-after got the answer of event-0 \(reply\)/);
  expect(notes['throws an error']).toMatch(/expected closed, got reply/);
  expect(notes['throws an error']).toMatch(/the log has no line on it/);
  expect(notes.rejects).toMatch(/expected closed, got reply/);
  expect(notes['gets SIGTERM and replies in time']).toMatch(/expected reply, got (exit|closed)/);
  expect(notes['exits with code 0']).toMatch(/expected exit, got reply.*the process lives on/);
}, 30_000);
