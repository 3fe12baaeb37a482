import type { Line } from '../line.ts';
import { schemaLines } from './bodies.ts';
import { fifo } from './fifo.ts';
import { knowledge } from './knowledge.ts';
import { retries } from './retries.ts';
import { singleMessages } from './single-messages.ts';
import { wholeBatches } from './whole-batch.ts';

/** The comparison's tables, and their lines. */
export const tables: Readonly<Record<string, readonly Line[]>> = {
  'One message of three, the second': [...singleMessages, ...schemaLines],
  'The batch as a whole': wholeBatches,
  'FIFO queues': fifo,
  Retries: retries,
  'What is told': knowledge,
};
