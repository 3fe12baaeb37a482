import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The codes of the union in src/errors.ts. */
const [union = ''] = /type ErrorCode =[^;]+;/.exec(read('../../src/errors.ts')) ?? [];
const codes = [...union.matchAll(/'(ERR_\w+)'/g)].map(([, code]) => code);

/** The rows of the tables in docs/errors.md. */
const rows = read('../../../../docs/errors.md')
  .split('\n')
  .filter((line) => line.startsWith('| `ERR_'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('docs/errors.md', () => {
  it('lists every code once, in the order of the source, and no other', () => {
    expect(codes.length).toBeGreaterThan(40);
    expect(rows.map(([code]) => code)).toEqual(codes.map((code) => `\`${code}\``));
  });

  it.each(rows)('says of %s what happened and what to do', (...cells) => {
    expect(cells).toHaveLength(3);
    for (const cell of cells) expect(cell).not.toBe('');
  });
});
