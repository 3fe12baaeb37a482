import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  createJobQueue,
  type Job,
  type JobContext,
  jobHandler,
  memoryStore,
} from '../../src/jobs/index.js';

const jobs = createJobQueue(
  {
    analyse: {
      input: z.object({ ticket: z.string(), depth: z.number().default(1) }),
      output: z.object({ text: z.string(), at: z.date() }),
    },
    tidy: { input: z.object({ day: z.coerce.date() }) },
  },
  { store: memoryStore() },
);
type Found = NonNullable<Awaited<ReturnType<typeof jobs.get>>>;

describe('the types of a job', () => {
  it('have an output only where it is completed, an error only where it failed', () => {
    type Completed = Extract<Job<1, 2>, { status: 'COMPLETED' }>;
    type Failed = Extract<Job<1, 2>, { status: 'FAILED' }>;
    type Other = Exclude<Job<1, 2>, Completed | Failed>;
    expectTypeOf<Completed['output']>().toEqualTypeOf<2>();
    expectTypeOf<Failed['error']>().toEqualTypeOf<string>();
    expectTypeOf<Completed>().not.toHaveProperty('error');
    expectTypeOf<Failed>().not.toHaveProperty('output');
    expectTypeOf<Other>().not.toHaveProperty('output');
    expectTypeOf<Other>().not.toHaveProperty('error');
  });

  it('are told apart by type; what was stored has been JSON', () => {
    type Analysis = Extract<Found, { type: 'analyse'; status: 'COMPLETED' }>;
    expectTypeOf<Analysis['output']>().toEqualTypeOf<{ text: string; at: string }>();
    expectTypeOf<Analysis['input']['ticket']>().toEqualTypeOf<string>();
    type Tidied = Extract<Found, { type: 'tidy'; status: 'COMPLETED' }>;
    expectTypeOf<Tidied['output']>().toEqualTypeOf<unknown>();
  });

  it('enqueue takes what the schema takes', () => {
    expectTypeOf(jobs.enqueue<'analyse'>)
      .parameter(1)
      .toEqualTypeOf<{ ticket: string; depth?: number | undefined }>();
    // @ts-expect-error: no such type
    const unknownType = () => jobs.enqueue('analyze', { ticket: '1' });
    // @ts-expect-error: the input of the other type
    const otherInput = () => jobs.enqueue('tidy', { ticket: '1' });
    // @ts-expect-error: the input of the other type
    const otherEntry = () => jobs.enqueueAll([{ type: 'tidy', input: { ticket: '1' } }]);
    expectTypeOf(unknownType).toBeFunction();
    expectTypeOf(otherInput).toBeFunction();
    expectTypeOf(otherEntry).toBeFunction();
  });

  it('handlers get what the schema gives, and return what the other one takes', () => {
    jobHandler(jobs, {
      analyse(input, context) {
        expectTypeOf(input).toEqualTypeOf<{ ticket: string; depth: number }>();
        expectTypeOf(context).toEqualTypeOf<JobContext>();
        return { text: input.ticket, at: new Date() };
      },
      async tidy({ day }) {
        expectTypeOf(day).toEqualTypeOf<Date>();
      },
    });
    jobHandler(jobs, {
      // @ts-expect-error: a text is missing
      analyse: () => ({ at: new Date() }),
      tidy: () => {},
    });
    // @ts-expect-error: handlers must cover every type
    const incomplete = () => jobHandler(jobs, { tidy: () => {} });
    expectTypeOf(incomplete).toBeFunction();
  });
});
