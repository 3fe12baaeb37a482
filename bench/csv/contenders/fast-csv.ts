import { parse } from 'fast-csv';
import { bodyOf, type Contender, handOver } from './contender.ts';

export const fastCsv: Contender = async (client, work) =>
  handOver((await bodyOf(client)).pipe(parse({ headers: true })), work);
