import { setTimeout as sleep } from 'node:timers/promises';

export interface Waiting {
  /** How much is left. */
  left(): number | Promise<number>;
  /** How long nothing may happen. */
  readonly patienceMs: number;
  /** Grows when something happens. @default nothing does */
  happened?(): number;
  /** What is done meanwhile. */
  step?(): Promise<void>;
}

/** Waits until nothing is left. It gives up without a word: what is left then is for the checker to find. */
export async function untilEnded({ left, patienceMs, happened, step }: Waiting): Promise<void> {
  let seen = -1;
  let quietSince = Date.now();
  while ((await left()) > 0 && Date.now() - quietSince < patienceMs) {
    await step?.();
    await sleep(200);
    const now = happened?.() ?? 0;
    if (now !== seen) quietSince = Date.now();
    seen = now;
  }
}
