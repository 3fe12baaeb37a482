import { setTimeout } from 'node:timers/promises';

/** Waits for so many milliseconds, or less where `signal` aborts. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, signal && { signal }).catch(() => {});
}
