import Papa from 'papaparse';
import { bodyOf, type Contender } from './contender.ts';

/** In chunks, which is its fastest way that waits for an asynchronous handler. */
export const papaparse: Contender = async (client, { schema, handle }) => {
  const body = await bodyOf(client);
  await new Promise<void>((resolve, reject) => {
    Papa.parse<Record<string, string>>(body, {
      header: true,
      skipEmptyLines: true,
      chunk({ data }, parser) {
        parser.pause();
        const rows = schema ? data.map((row) => schema.parse(row)) : data;
        Promise.resolve(handle(rows)).then(() => parser.resume(), reject);
      },
      complete: () => resolve(),
      error: reject,
    });
  });
};
