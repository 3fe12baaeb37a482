import { hash } from 'node:crypto';

/**
 * A number from 0 to below 1, the same for the same seed and labels, in whatever order they are asked
 * for: processes and requests race, so one row of random numbers would not repeat anything.
 */
export function chance(seed: number, ...labels: readonly (string | number)[]): number {
  const digest = hash('sha256', [seed, ...labels].join('\0'), 'hex');
  return Number.parseInt(digest.slice(0, 8), 16) / 2 ** 32;
}

/** One of these names, each as often as its weight says. */
export function pick<Name extends string>(
  weights: Readonly<Record<Name, number>>,
  at: number,
): Name {
  const entries = Object.entries(weights) as [Name, number][];
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  let left = at * total;
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  throw new Error('there is nothing to pick from');
}
