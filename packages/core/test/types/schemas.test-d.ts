// Checked by `tsc -p packages/core`: a message handler gets the output type of its schema.
import { z } from 'zod';
import { type MessageContext, type Schema, sqsHandler } from '../../src/index.js';
import type { Equal, Expect } from './expect-type.js';

const Order = z.object({
  id: z.string(),
  amount: z.coerce.number(),
  at: z.string().transform((text) => new Date(text)),
  note: z.string().default(''),
});

interface OrderOutput {
  id: string;
  amount: number;
  at: Date;
  note: string;
}

sqsHandler(
  async (order, context) => {
    const types: Expect<[Equal<typeof order, OrderOutput>, Equal<typeof context, MessageContext>]> =
      undefined as never;
    return types;
  },
  { schema: Order },
);

// A function that says what it takes must take what the schema gives.
sqsHandler(async (order: { id: string }) => order.id, { schema: Order });
sqsHandler(async (order: { amount: string }) => order.amount, {
  // @ts-expect-error: the schema gives a number
  schema: Order,
});

// Without a schema the body is what the function says, or unknown.
sqsHandler(async (order: { id: string }) => order.id);
sqsHandler<{ id: string }>(async (order) => order.id);
sqsHandler(async (body) => {
  const types: Expect<[Equal<typeof body, unknown>]> = undefined as never;
  // @ts-expect-error: nobody has looked at it
  return [types, body.id];
});

// Any Standard Schema will do, also one that is asynchronous or made by hand.
declare const byHand: Schema<unknown, Map<string, number>>;
sqsHandler((map) => map.get('a')?.toFixed(), { schema: byHand });
sqsHandler((order) => order.id.length, {
  schema: z.object({ id: z.string().refine(async () => true) }),
});
sqsHandler((body) => body.length, { schema: z.union([z.string(), z.array(z.number())]) });

// @ts-expect-error: this is no schema
sqsHandler(() => {}, { schema: { type: 'object' } });
// @ts-expect-error: there are three ways, and this is none
sqsHandler(() => {}, { onNonRetriable: 'ignore' });

sqsHandler(() => {}, {
  onNonRetriable: (error, context) => {
    const types: Expect<[Equal<typeof error, Error>, Equal<typeof context, MessageContext>]> =
      undefined as never;
    return types;
  },
});
