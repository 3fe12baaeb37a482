import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import type { Schema } from '../../src/standard-schema.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

interface Order {
  id: string;
  amount: number;
  lines: { sku: string }[];
}

const schemas: [string, Schema<unknown, Order>][] = [
  [
    'zod',
    z.object({
      id: z.string(),
      amount: z.string().transform(Number),
      lines: z.array(z.object({ sku: z.string() })),
    }),
  ],
  [
    'valibot',
    v.object({
      id: v.string(),
      amount: v.pipe(v.string(), v.transform(Number)),
      lines: v.array(v.object({ sku: v.string() })),
    }),
  ],
  [
    'arktype',
    type({
      id: 'string',
      amount: 'string.numeric.parse',
      lines: type({ sku: 'string' }).array(),
    }),
  ],
];

describe.each(schemas)('a schema of %s', (_library, schema) => {
  it('gives the function its output, and refuses with the path of each issue', async () => {
    const seen: Order[] = [];
    const log = recordedLog();
    const handler = sqsHandler((order) => void seen.push(order), { schema });
    const event = sqsEvent([
      { id: 'a', amount: '7', lines: [{ sku: 'x' }] },
      { id: 7, amount: '7', lines: [{ sku: 'x' }, { sku: 7 }] },
    ]);
    const { deleted, returned } = await deliver(handler, event, { log });
    expect({ deleted, returned }).toEqual({ deleted: ['message-1'], returned: ['message-2'] });
    expect(seen).toEqual([{ id: 'a', amount: 7, lines: [{ sku: 'x' }] }]);
    expect(log.lines[0]).toMatchObject({
      err: { code: 'ERR_VALIDATION' },
      issues: [{ path: 'id' }, { path: 'lines.1.sku' }],
    });
  });
});

it('the type of the body is inferred from each library', () => {
  sqsHandler((body) => expectTypeOf(body).toEqualTypeOf<{ n: number; at: Date }>(), {
    schema: z.object({ n: z.number(), at: z.string().transform((text) => new Date(text)) }),
  });
  sqsHandler((body) => expectTypeOf(body).toEqualTypeOf<{ n: number; at: Date }>(), {
    schema: v.object({
      n: v.number(),
      at: v.pipe(
        v.string(),
        v.transform((text) => new Date(text)),
      ),
    }),
  });
  sqsHandler((body) => expectTypeOf(body).toEqualTypeOf<{ n: number; at: Date }>(), {
    schema: type({ n: 'number', at: 'string.date.parse' }),
  });
  sqsHandler((body) => expectTypeOf(body).toEqualTypeOf<unknown>());
});
