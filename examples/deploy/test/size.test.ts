import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

// The budgets are those of the table in docs/deploy.md; the bundles are there after `npm run build`.
const document = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');
const dockerfile = readFileSync(new URL('../Dockerfile', import.meta.url), 'utf8');

/** In KB of 1,000 bytes, as the table has them. */
interface Row {
  readonly name: string;
  readonly size: number;
  readonly gzip: number;
  readonly sizeBudget: number;
  readonly gzipBudget: number;
}

const rows: Row[] = [...document.matchAll(/^\| `([\w-]+)\.mjs` \|(.+)\|$/gm)].map(
  ([, name = '', cells = '']) => {
    const [size = 0, gzip = 0, sizeBudget = 0, gzipBudget = 0] = cells
      .split('|')
      .map((cell) => Number(cell.trim().replaceAll(',', '')));
    return { name, size, gzip, sizeBudget, gzipBudget };
  },
);

// By the lines of the Dockerfile that copy them.
const bundles = Object.fromEntries(
  [...dockerfile.matchAll(/cp (examples\/\S+) image\/([\w-]+)\.mjs/g)].map(
    ([, file = '', name = '']) => [name, file],
  ),
);

describe('bundles', () => {
  it('each has a budget', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(bundles).toSorted());
  });

  it.each(rows)('$name keeps within its budget, and is as large as the table says', (row) => {
    const bytes = readFileSync(new URL(`../../../${bundles[row.name]}`, import.meta.url));
    const size = bytes.length / 1000;
    const gzip = gzipSync(bytes).length / 1000;
    expect(size).toBeLessThanOrEqual(row.sizeBudget);
    expect(gzip).toBeLessThanOrEqual(row.gzipBudget);
    // What has become much smaller gets a smaller budget.
    expect(size / row.size).toBeGreaterThan(0.85);
    expect(gzip / row.gzip).toBeGreaterThan(0.85);
  });
});
