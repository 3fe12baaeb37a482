// `sqsHandler` imports it when a message is put off; the first time takes longer than time can be held.
import '@aws-sdk/client-sqs';
import { setImmediate } from 'node:timers';
import { vi } from 'vitest';

/** Time that passes only when nothing else is left to do: an hour of waiting takes no time. */
export interface VirtualClock {
  /** In milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Keeps the time from passing until the function that it returns is called. */
  hold(): () => void;
  /** Runs this to its end, letting time pass. Throws where all that is left waits for ever. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** Puts the timers of this process under control. Take them back with `vi.useRealTimers()`. */
export function useVirtualTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: 1e12 });
}

// Enough for what takes some macrotasks, as a dynamic import does; a handler that never makes the call
// which is waited for must not hold the time for ever.
const mostHeldTurns = 100;

/** A clock of the faked timers, for one simulation. */
export function createVirtualClock(): VirtualClock {
  const holds = new Set<object>();

  // All that can be done at this moment: promises settle in microtasks, which are through by then.
  const settle = async () => {
    await turn();
    // A dynamic import, of the AWS SDK, takes a turn more.
    await turn();
    for (let held = 0; holds.size > 0 && held < mostHeldTurns; held += 1) await turn();
    holds.clear();
  };

  return {
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    hold() {
      const hold = {};
      holds.add(hold);
      return () => void holds.delete(hold);
    },
    async run(work) {
      let settled = false;
      const end = () => {
        settled = true;
      };
      work.then(end, end);
      try {
        for (;;) {
          await settle();
          if (settled) return await work;
          if (vi.getTimerCount() === 0) throw new Error('what is left waits for ever');
          vi.advanceTimersToNextTimer();
        }
      } finally {
        vi.clearAllTimers();
      }
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
