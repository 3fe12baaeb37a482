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

/** One line: the ratio of the medians, and the middle half of the ratios pair by pair. */
export function report(name: string, unit: string, pairs: readonly Pair[]): void {
  const ours = quantile(
    pairs.map((pair) => pair.ours),
    0.5,
  );
  const peers = quantile(
    pairs.map((pair) => pair.peers),
    0.5,
  );
  const ratios = pairs.map((pair) => pair.ours / pair.peers);
  const spread = [0.25, 0.75].map((share) => quantile(ratios, share).toFixed(3)).join(' to ');
  const figures = `${ours.toFixed(2)} ${unit} against ${peers.toFixed(2)} ${unit}`;
  console.log(`${name.padEnd(34)} ${(ours / peers).toFixed(3)}   (pairs ${spread}; ${figures})`);
}

function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
