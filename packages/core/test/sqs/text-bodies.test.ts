import * as v from 'valibot';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

const quiet = () => ({ log: recordedLog() });

it('a text is left as it is, whatever it looks like', async () => {
  const bodies = ['plain', '{"a":', '<order id="1"/>', '7', ' ', 'ü\n'];
  const seen: string[] = [];
  const handler = sqsHandler((text: string) => void seen.push(text), { body: 'text' });
  const { returned } = await deliver(handler, sqsEvent(bodies), quiet());
  expect(returned).toEqual([]);
  expect(seen).toEqual(bodies);
});

it('a text is validated by a schema of texts, and has its type', async () => {
  const seen: Date[] = [];
  const schema = v.pipe(
    v.string(),
    v.isoDate(),
    v.transform((text) => new Date(text)),
  );
  const handler = sqsHandler((date) => void seen.push(date), { body: 'text', schema });
  const { returned } = await deliver(handler, sqsEvent(['2026-03-01', 'garbage']), quiet());
  expect(returned).toEqual(['message-2']);
  expect(seen).toEqual([new Date('2026-03-01')]);
});

it('a schema of texts does without JSON quotes only then', async () => {
  const schema = z.string().length(3);
  const json = await deliver(
    sqsHandler(() => {}, { schema }),
    sqsEvent(['abc', '"abc"']),
    quiet(),
  );
  const text = await deliver(
    sqsHandler(() => {}, { schema, body: 'text' }),
    sqsEvent(['abc', '"abc"']),
    quiet(),
  );
  expect(json.returned).toEqual(['message-1']);
  expect(text.returned).toEqual(['message-2']);
});

it('a body that is no text is malformed here too', async () => {
  const event = sqsEvent(['a', 'b']);
  Object.assign(event.Records[0] ?? {}, { body: { a: 1 } });
  const { log } = quiet();
  const { returned } = await deliver(
    sqsHandler(() => {}, { body: 'text' }),
    event,
    { log },
  );
  expect(returned).toEqual(['message-1']);
  expect(log.errors()).toMatchObject([{ code: 'ERR_MALFORMED_BODY' }]);
});
