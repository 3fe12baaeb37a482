import { beforeAll, describe, expect, test } from 'vitest';
import { createSlots } from '../../../src/lambda-service/slots.js';
import { lambdas } from '../lambdas.js';
import { faults } from './faults.js';
import { type Cell, runColumn } from './run-column.js';
import { allSettings } from './settings.js';

describe.each(lambdas)('$name', (lambda) => {
  const columns = new Map<string, Cell[]>();
  beforeAll(async () => {
    // They mostly wait, but more at once would make an idle processor a scarce thing.
    const slots = createSlots(3);
    await Promise.all(
      allSettings.map((settings) =>
        slots.use(async () => {
          columns.set(settings.name, await runColumn(lambda, faults, settings));
        }),
      ),
    );
  }, 300_000);

  describe.each(allSettings)('$name', ({ name }) => {
    test.for(faults)('$name', (fault) => {
      const cell = columns.get(name)?.find((candidate) => candidate.fault === fault.name);
      expect(cell).toMatchObject({ problems: [] });
    });
  });
});
