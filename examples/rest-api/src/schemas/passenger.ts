import { z } from '@hono/zod-openapi';
import { Ticket } from 'example-titanic/jobs';

/** A passenger as they are answered. */
const PassengerAnswer = z
  .object({
    ticket: z.string(),
    passenger_id: z.int(),
    name: z.string(),
    sex: z.enum(['female', 'male']),
    age: z.number().nullable(),
    pclass: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    survived: z.boolean().nullable(),
    siblings_spouses: z.int(),
    parents_children: z.int(),
    fare: z.number().nullable(),
    cabin: z.string().nullable(),
    embarked: z.enum(['C', 'Q', 'S']).nullable(),
    analysis: z
      .object({ job_id: z.string(), summary: z.string(), remark: z.string() })
      .optional()
      .meta({ description: 'What a job found out, where there was one.' }),
  })
  .meta({ id: 'Passenger' });

/** Those who had a ticket. */
export const PartyAnswer = z
  .object({ ticket: Ticket, passengers: z.array(PassengerAnswer).min(1) })
  .meta({ id: 'Party' });
