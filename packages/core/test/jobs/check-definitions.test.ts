import { type } from 'arktype';
import { object } from 'valibot';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createJobQueue } from '../../src/jobs/index.js';

const input = z.unknown();

it.each([
  [undefined, 'the first argument is an object of definitions, got undefined'],
  [null, 'the first argument is an object of definitions, got null'],
  ['analyse', 'the first argument is an object of definitions, got analyse'],
  [{}, 'no type of job is defined'],
  [{ analyse: undefined }, 'analyse.input: a Standard Schema'],
  [{ analyse: {} }, 'analyse.input: a Standard Schema, such as one of zod, valibot or arktype'],
  [{ analyse: { input: { type: 'object' } } }, 'analyse.input: a Standard Schema'],
  [{ fine: { input }, analyse: { input: 'text' } }, 'analyse.input: a Standard Schema'],
  [{ analyse: { input, output: null } }, 'analyse.output: a Standard Schema'],
  [{ analyse: { input, ouput: input } }, 'analyse: there is no option ouput; is output meant?'],
  // The schema itself, where an object with it is meant.
  [{ analyse: z.object({ ticket: z.string() }) }, 'analyse.input: a Standard Schema'],
])('createJobQueue refuses the definitions %o', (definitions, message) => {
  expect(() => createJobQueue(definitions as never)).toThrow(
    expect.objectContaining({
      name: 'LwaBridgeError',
      code: 'ERR_SETTINGS',
      message: expect.stringContaining(`createJobQueue: ${message}`),
    }),
  );
});

it('takes the schemas of any library, with an output or without', () => {
  for (const schema of [z.object({}), object({}), type({ ticket: 'string' })]) {
    expect(() => createJobQueue({ analyse: { input: schema } })).not.toThrow();
    expect(() => createJobQueue({ analyse: { input: schema, output: schema } })).not.toThrow();
  }
});
