import { expect, it } from 'vitest';
import { sequencers } from '../../src/notifications/sequencers.js';

it('makes ever greater strings of one length, also when the clock stands or goes back', () => {
  const times = [1000, 1000, 1000, 500, 2000];
  const next = sequencers(() => times.shift() ?? 0);
  const made = Array.from({ length: 5 }, next);
  expect(made).toEqual([...new Set(made)].sort());
  expect(made.every((sequencer) => /^[0-9A-F]{18}$/.test(sequencer))).toBe(true);
});
