import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { type Line, only2Back } from '../line.ts';

const zodBody = z.object({ n: z.number(), order: z.object({ id: z.number() }) });
const valibotBody = v.object({ n: v.number(), order: v.object({ id: v.number() }) });
const arktypeBody = type({ n: 'number', order: { id: 'number' } });

const schemas = {
  zod: {
    body: zodBody,
    record: z.looseObject({
      body: z
        .string()
        .transform((body) => JSON.parse(body))
        .pipe(zodBody),
    }),
  },
  valibot: {
    body: valibotBody,
    record: v.looseObject({ body: v.pipe(v.string(), v.parseJson(), valibotBody) }),
  },
  arktype: {
    body: arktypeBody,
    record: type({ body: type('string.json.parse').to(arktypeBody) }),
  },
};

/** Bodies that a schema checks before the handler is called. */
export const schemaLines: readonly Line[] = Object.entries(schemas).map(([vendor, schema]) => ({
  title: `a schema of the body, in ${vendor}`,
  want: 'only 2 back, the handler is not called for it',
  task: () => ({
    bodies: [{ order: { id: 1 } }, { order: { id: 'two' } }, { order: { id: 3 } }],
    work: async () => {},
    wanted: { schema },
  }),
  read: (outcome) => {
    const called = outcome.started.includes(2);
    const { good, text } = only2Back(outcome);
    return { good: good && !called, text: called ? `${text}, the handler is called for it` : text };
  },
}));
