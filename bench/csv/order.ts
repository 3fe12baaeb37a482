import { z } from 'zod';

/** A row of the reference file, typed. */
export const Order = z.object({
  id: z.coerce.number(),
  sku: z.string(),
  quantity: z.coerce.number(),
  price: z.coerce.number(),
  country: z.string(),
  status: z.enum(['new', 'paid', 'sent', 'back']),
  ordered_on: z.string(),
  note: z.string(),
});

export type Order = z.infer<typeof Order>;
