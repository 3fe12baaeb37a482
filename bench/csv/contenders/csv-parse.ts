import { parse } from 'csv-parse';
import { bodyOf, type Contender, handOver } from './contender.ts';

export const csvParse: Contender = async (client, work) =>
  handOver((await bodyOf(client)).pipe(parse({ columns: true })), work);
