import { createSlots } from '../../../src/lambda-service/slots.js';
import type { Lambda } from '../lambda.js';
import { faults } from './faults.js';
import { badRequests } from './requests.js';
import { type Cell, runColumn } from './run-column.js';
import { runRequests } from './run-requests.js';
import { allSettings } from './settings.js';

/** What was seen, by the name of the settings and that of the fault. */
export type Matrix = ReadonlyMap<string, ReadonlyMap<string, Cell>>;

/** Every fault and every bad request under every setting. */
export async function runMatrix(lambda: Lambda): Promise<Matrix> {
  // They mostly wait, but with many at once the processor would be what they wait for.
  const slots = createSlots(4);
  const columns = allSettings.map((settings) =>
    slots.use(async () => {
      const cells = [
        ...(await runColumn(lambda, faults, settings)),
        ...(await runRequests(lambda, badRequests, settings)),
      ];
      return [settings.name, new Map(cells.map((cell) => [cell.fault, cell]))] as const;
    }),
  );
  return new Map(await Promise.all(columns));
}
