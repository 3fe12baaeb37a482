import * as z from 'zod';

/**
 * What the model finds out about the passengers of one ticket. It is told this schema, its answer is
 * checked against it, and the job's output has it.
 */
export const Analysis = z.object({
  summary: z.string().min(1).describe('One or two sentences about the party as a whole.'),
  passengers: z
    .array(
      z.object({
        passenger_id: z.int().describe('The passenger_id given with the passenger.'),
        remark: z.string().min(1).describe('One sentence about this passenger.'),
      }),
    )
    .describe('One entry for each passenger of the party, and no other.'),
});

export type Analysis = z.infer<typeof Analysis>;
