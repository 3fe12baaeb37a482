import { readCsvRows } from 'lwa-bridge/s3-csv';
import { type Contender, object } from './contender.ts';

export const bridge: Contender = async (client, { schema, handle }) => {
  for await (const { rows } of readCsvRows(client, object, schema && { schema })) {
    await handle(rows);
  }
};
