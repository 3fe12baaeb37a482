import { inferSchema, initParser, type Parser } from 'udsv';
import { bodyOf, type Contender } from './contender.ts';

/**
 * For comparison: it takes well-formed text only, tells neither where a record stands nor what is wrong
 * with one, and can't wait for a handler within a chunk.
 */
export const udsv: Contender = async (client, { schema, handle }) => {
  const decoder = new TextDecoder();
  let parser: Parser | undefined;
  let rows: unknown[] = [];
  const onRow = (row: unknown) => void rows.push(schema ? schema.parse(row) : row);
  for await (const chunk of await bodyOf(client)) {
    const text = decoder.decode(chunk, { stream: true });
    parser ??= initParser(inferSchema(text));
    parser.chunk<Record<string, string>>(text, parser.stringObjs, onRow);
    await handle(rows);
    rows = [];
  }
  parser?.end();
  await handle(rows);
};
