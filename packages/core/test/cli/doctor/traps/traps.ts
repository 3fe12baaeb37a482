import { adapterTraps } from './adapter.js';
import { functionTraps } from './functions.js';
import { queueTraps } from './queues.js';
import { tableTraps } from './tables.js';
import { templateTraps } from './template.js';
import type { Traps } from './trap.js';

/** The traps by the file that they are in. */
export const trapFiles: Readonly<Record<string, Traps>> = {
  template: templateTraps,
  adapter: adapterTraps,
  functions: functionTraps,
  queues: queueTraps,
  tables: tableTraps,
};

export const traps: Traps = Object.assign({}, ...Object.values(trapFiles));
