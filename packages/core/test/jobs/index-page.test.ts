import { expect, it } from 'vitest';
import { takePage } from '../../src/jobs/store/index-page.js';

it('a job that is found in two shards, as one is that moves, is on the page once', () => {
  const found = [
    { id: 'a', at: 1 },
    { id: 'b', at: 2 },
    { id: 'a', at: 3 },
  ];
  const { entries } = takePage(found, { order: 'newest-first', limit: 10 }, false);
  expect(entries).toEqual([
    { id: 'a', at: 3 },
    { id: 'b', at: 2 },
  ]);
});

it('a page that ends between entries of one time is followed by the rest of them', () => {
  const found = ['a', 'b', 'c'].map((id) => ({ id, at: 7 }));
  const range = { order: 'oldest-first', limit: 2 } as const;
  const first = takePage(found, range, false);
  expect(first).toEqual({ entries: found.slice(0, 2), next: { at: 7, ids: ['a', 'b'] } });
  const second = takePage(found, { ...range, after: first.next }, false);
  expect(second).toEqual({ entries: found.slice(2), next: undefined });
});

it('a page of nothing goes on where the one before ended, as long as a shard has more', () => {
  const after = { at: 7, ids: ['a'] };
  const range = { order: 'oldest-first', limit: 2, after } as const;
  expect(takePage([{ id: 'a', at: 7 }], range, true)).toEqual({ entries: [], next: after });
});
