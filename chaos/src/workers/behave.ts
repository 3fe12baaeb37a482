import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { NonRetriableError, RetryAfterError } from 'lwa-bridge';
import type { Behaviour } from '../plan/behaviours.ts';

/** The run that is to behave. */
export interface BehaviourContext {
  readonly runId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  isMended(): boolean;
  /** What it does to the world outside. */
  effect(): Promise<void>;
}

/** Does what a job of this behaviour does in this attempt. Every error bears the run's id. */
export async function behave(behaviour: Behaviour, context: BehaviourContext): Promise<void> {
  const { runId, attempt, signal, isMended, effect } = context;
  const first = attempt === 1;
  switch (behaviour) {
    case 'works':
      break;
    case 'works a while':
      await sleep(200);
      break;
    case 'throws once':
      if (first) throw new Error(`run ${runId} throws once`);
      break;
    case 'throws always':
      throw new Error(`run ${runId} throws always`);
    case 'throws until mended':
      if (!isMended()) throw new Error(`run ${runId} throws until mended`);
      break;
    case 'asks for time once':
      if (first) throw new RetryAfterError(`run ${runId} asks for time`, { seconds: 2 });
      break;
    case 'is of no use':
      throw new NonRetriableError(`run ${runId} is of no use`);
    case 'ends its process once':
      if (first) process.exit(1);
      break;
    case 'ends its process after the effect, once':
      await effect();
      if (first) process.exit(1);
      return;
    case 'ends its process always':
      process.exit(1);
      break;
    case 'takes all memory once':
      if (first) takeAllMemory();
      break;
    case 'takes all memory always':
      takeAllMemory();
      break;
    case 'waits for the signal once':
      if (first) {
        if (!signal.aborted) await once(signal, 'abort');
        throw new Error(`run ${runId} stops in time`);
      }
      break;
    case 'hangs once':
      if (first) await new Promise(() => {});
  }
  await effect();
}

function takeAllMemory(): never {
  for (const held: unknown[] = []; ; ) held.push(Array.from({ length: 10_000 }, Math.random));
}
