/** A figure of ours and of the peer's, measured one after the other. */
export interface Pair {
  ours: number;
  peers: number;
}

/** Measures ours and the peer's in turns, so that a drift of the machine meets both. */
export async function alternate(
  rounds: number,
  ours: () => Promise<number>,
  peers: () => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever goes first has the colder machine: take turns in that too.
    if (round % 2 === 0) pairs.push({ ours: await ours(), peers: await peers() });
    else
      pairs.push(
        await peers().then(async (peersFigure) => ({ peers: peersFigure, ours: await ours() })),
      );
  }
  return pairs;
}

/**
 * One line: the median of the pairs' ratios and their middle half; then the medians of both sides, whose
 * quotient may differ where the machine's pace changed on the way.
 */
export function report(name: string, unit: string, pairs: readonly Pair[]): void {
  const median = (figures: readonly number[]) => quantile(figures, 0.5).toFixed(2);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) =>
    quantile(
      pairs.map(({ ours, peers }) => ours / peers),
      share,
    ).toFixed(3),
  );
  const ours = median(pairs.map((pair) => pair.ours));
  const peers = median(pairs.map((pair) => pair.peers));
  const figures = `${ours} ${unit} against ${peers} ${unit}`;
  console.log(`${name.padEnd(34)} ${middle}   (pairs ${low} to ${high}; ${figures})`);
}

function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
