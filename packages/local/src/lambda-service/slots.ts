/** Lets so many tasks run at once, the others wait for their turn in order. */
export interface Slots {
  use<T>(task: () => T | Promise<T>): Promise<T>;
}

export function createSlots(size: number): Slots {
  const queue: (() => void)[] = [];
  let free = size;

  async function take(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
  }

  function giveBack(): void {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async use(task) {
      await take();
      try {
        return await task();
      } finally {
        giveBack();
      }
    },
  };
}
