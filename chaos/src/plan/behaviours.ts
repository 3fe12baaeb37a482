/** What a job does in its attempts, and how often there is such a job. */
const weights = {
  works: 700,
  'works a while': 120,
  'throws once': 50,
  'throws always': 20,
  // Until somebody has mended the world, and tries it again.
  'throws until mended': 10,
  'asks for time once': 20,
  'is of no use': 20,
  'ends its process once': 6,
  'ends its process after the effect, once': 5,
  'ends its process always': 1,
  'takes all memory once': 3,
  'takes all memory always': 1,
  'waits for the signal once': 2,
  'hangs once': 2,
} as const;

export type Behaviour = keyof typeof weights;

/** How often there is a job of each behaviour: weights. */
export const behaviours: Readonly<Record<Behaviour, number>> = weights;

const neverComplete: readonly Behaviour[] = [
  'throws always',
  'is of no use',
  'ends its process always',
  'takes all memory always',
];

/** Whether a job can end as COMPLETED. */
export function canComplete(behaviour: Behaviour): boolean {
  return !neverComplete.includes(behaviour);
}

/** Whether a job ends its process, in an attempt or in all. */
export function endsItsProcess(behaviour: Behaviour): boolean {
  return /^(ends its process|takes all memory)/.test(behaviour);
}
