import { beforeAll, describe, expect, test } from 'vitest';
import { lambdas } from '../lambdas.js';
import { readDocument, toMarkdown, writeDocument } from './document.js';
import { faults } from './faults.js';
import { badRequests } from './requests.js';
import { type Matrix, runMatrix } from './run-matrix.js';
import { allSettings } from './settings.js';

describe.each(lambdas)('$name', (lambda) => {
  let matrix: Matrix;
  beforeAll(async () => {
    matrix = await runMatrix(lambda);
    if (process.env.WRITE_FAULT_MATRIX) writeDocument(toMarkdown(matrix));
  }, 300_000);

  describe.each(allSettings)('$name', ({ name }) => {
    test.for([...faults, ...badRequests])('$name', (fault) => {
      expect(matrix.get(name)?.get(fault.name)).toMatchObject({ problems: [] });
    });
  });

  test('docs/fail-closed.md shows what was seen; else run `npm run fault-matrix`', () => {
    expect(readDocument()).toBe(toMarkdown(matrix));
  });
});
