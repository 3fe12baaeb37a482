import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { readFuzzArguments } from '../../../../scripts/read-fuzz-arguments.js';
import { fuzzRuns } from './fuzz-runs.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** A property that does not hold, and the values that it was held against. */
function failing() {
  const seen: number[] = [];
  const property = fc.property(fc.integer(), (n) => {
    seen.push(n);
    if (n < -100 || n > 100) throw new Error(`${n} is too far away`);
  });
  return { property, seen };
}

function reportOf(...args: Parameters<typeof fc.assert<[number]>>): string {
  try {
    fc.assert(...args);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}

/** The arguments of the command that a report ends with. */
function printed(report: string): string[] {
  const [, command = ''] = /^Again: npm run fuzz -- (.+)$/m.exec(report) ?? [];
  return command.split(' ');
}

const names = ['queue', 'sqs-handler', 's3-handler', 'unwrap-sqs-s3'];
const seeds = [-2_147_483_648, -5, 0, 7, 2_147_483_647];

it.each(names)('the command that a failure of %s prints plays it again', async (name) => {
  for (const seed of seeds) {
    const { property, seen } = failing();
    const report = reportOf(property, { ...fuzzRuns<[number]>(100, name), seed });
    const smallest = Number(/Error: (-?\d+) is too far away/.exec(report)?.[1]);
    const run = readFuzzArguments(printed(report));
    expect(run.name).toBe(name);

    vi.resetModules();
    for (const [variable, value] of Object.entries(run.env)) vi.stubEnv(variable, value);
    const { fuzzRuns: again } = await import('./fuzz-runs.js');
    seen.length = 0;
    expect(printed(reportOf(property, again(100, name)))).toEqual(printed(report));
    // At once, with nothing before it.
    expect(seen[0]).toBe(smallest);
  }
});

it('what holds prints nothing', () => {
  const holds = fc.property(fc.integer(), () => {});
  expect(() => fc.assert(holds, fuzzRuns(10, 'queue'))).not.toThrow();
});

it.each([
  [['--seed', '-5', '--path', '4:0'], { FC_SEED: '-5', FC_PATH: '4:0' }],
  [['--path=4:0', '--seed=-5'], { FC_SEED: '-5', FC_PATH: '4:0' }],
  [['--seed', '5'], { FC_SEED: '5' }],
  [['events', '--seed', '0'], { FC_SEED: '0' }],
  [[], {}],
])('a seed may be negative, with a blank or an equals sign before it: %j', (args, env) => {
  expect(readFuzzArguments(args).env).toEqual({ FC_RUNS: '1000000', ...env });
});

it.each([
  [['--runs', '0'], '--runs'],
  [['--seed', 'x'], '--seed'],
  [['--seed', '--path', '4'], '--seed'],
  [['--seed='], '--seed'],
  [['--seed'], '--seed'],
  [['everything'], 'everything is none of queue, events'],
])('%j is refused', (args, complaint) => {
  expect(() => readFuzzArguments(args)).toThrow(complaint);
});
