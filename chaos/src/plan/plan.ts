import { type Behaviour, behaviours } from './behaviours.ts';
import { chance, pick } from './chance.ts';

/** A job that is to be enqueued: all that is known of it before. */
export interface PlannedJob {
  /** From 1; its idempotency key. */
  readonly number: number;
  readonly behaviour: Behaviour;
  readonly delaySeconds: number;
  /** It is cancelled as soon as it is enqueued, which a worker may beat. */
  readonly cancelled: boolean;
  /** It is enqueued twice, by its idempotency key. */
  readonly repeated: boolean;
  /** Its producer ends between storing the job and sending its message. */
  readonly unsent: boolean;
}

/** The jobs of a run, as its seed says. */
export function planJobs(seed: number, count: number): PlannedJob[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const behaviour = pick(behaviours, chance(seed, 'behaviour', number));
    const unsent = chance(seed, 'unsent', number) < 0.01;
    return {
      number,
      behaviour,
      unsent,
      delaySeconds: chance(seed, 'delayed', number) < 0.02 ? 1 : 0,
      // Whoever mends one does not cancel it.
      cancelled: chance(seed, 'cancelled', number) < 0.02 && behaviour !== 'throws until mended',
      // Enqueued again its message would be sent.
      repeated: chance(seed, 'repeated', number) < 0.03 && !unsent,
    };
  });
}
