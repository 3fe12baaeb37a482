/** Choices that a seed repeats. */
export interface Chooser {
  /** A whole number from 0 to below `limit`. */
  upTo(limit: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** Chooses by a linear congruential generator: what matters here is that a seed repeats a run. */
export function chooser(seed: number): Chooser {
  let state = seed >>> 0;
  const upTo = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { upTo, pick: (choices) => choices[upTo(choices.length)] ?? choices[0] };
}
