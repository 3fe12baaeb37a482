import csvParser from 'csv-parser';
import { bodyOf, type Contender, handOver } from './contender.ts';

export const csvParserPackage: Contender = async (client, work) =>
  handOver((await bodyOf(client)).pipe(csvParser()), work);
