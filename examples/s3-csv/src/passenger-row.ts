import * as z from 'zod';

const number = z
  .string()
  .trim()
  .min(1, 'a number is missing')
  .transform(Number)
  .pipe(z.number().nonnegative());
const count = number.pipe(z.int());

/** What the list does not know is an empty column there, and `null` here. */
const known = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .literal('')
    .transform(() => null)
    .or(schema);

/** A row of the passenger list: texts in, a passenger out. The ticket may be empty. */
export const PassengerRow = z.object({
  passenger_id: count,
  survived: known(z.enum(['0', '1']).transform((flag) => flag === '1')),
  pclass: z.enum(['1', '2', '3']).transform((pclass) => Number(pclass) as 1 | 2 | 3),
  name: z.string().min(1, 'the name is missing'),
  sex: z.enum(['female', 'male']),
  age: known(number),
  siblings_spouses: count,
  parents_children: count,
  ticket: z.string().trim(),
  fare: known(number),
  cabin: known(z.string()),
  embarked: known(z.enum(['C', 'Q', 'S'])),
});
