import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';

/** The body of each message, some 250 bytes as JSON. */
export interface Body {
  order: string;
  customer: { name: string; email: string };
  lines: { article: string; amount: number; cents: number }[];
}

export const body: Body = {
  order: '3f0e6c1a-2b7d-4b52-9a61-5c3d0c1e7f42',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
  lines: [
    { article: 'a passenger, with a "quoted" name', amount: 2, cents: 1250 },
    { article: 'a ticket', amount: 1, cents: 499 },
  ],
};

/** The same schema in three libraries. */
export const bodySchemas = {
  zod: z.object({
    order: z.string(),
    customer: z.object({ name: z.string(), email: z.string() }),
    lines: z.array(z.object({ article: z.string(), amount: z.number(), cents: z.number() })),
  }),
  valibot: v.object({
    order: v.string(),
    customer: v.object({ name: v.string(), email: v.string() }),
    lines: v.array(v.object({ article: v.string(), amount: v.number(), cents: v.number() })),
  }),
  arktype: type({
    order: 'string',
    customer: { name: 'string', email: 'string' },
    lines: type({ article: 'string', amount: 'number', cents: 'number' }).array(),
  }),
};
