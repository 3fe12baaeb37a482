import type { Outcome, Task, Told } from './contender.ts';

/** Watches a task being done: its work is called through `work`, the rest is told when it is over. */
export interface Observation {
  /** The number of a message, or 0. */
  numberOf(messageId: string): number;
  // biome-ignore lint/suspicious/noExplicitAny: as in Work
  work(body: any, told: Told): unknown;
  log(text: string): void;
  /** How many messages have been started or refused, and are settled by now. */
  end(left: ReadonlyMap<string, number>, rest?: Partial<Outcome>): Outcome;
}

/** Starts to watch; the ids are those of the task's messages, in order. */
export function observe(task: Task, ids: readonly string[]): Observation {
  const started: number[] = [];
  const done: number[] = [];
  let underWay = 0;
  let atOnce = 0;
  let log = '';
  const numberOf = (id: string) => ids.indexOf(id) + 1;

  const settle = (n: number, succeeded: boolean) => {
    underWay--;
    if (succeeded) done.push(n);
  };
  return {
    numberOf,
    // Not an async function: what the task throws at once must be thrown at once.
    work(body, told) {
      const n = numberOf(told.messageId) || Number(body?.n ?? 0);
      started.push(n);
      atOnce = Math.max(atOnce, ++underWay);
      let result: unknown;
      try {
        result = task.work(n, body, told);
      } catch (error) {
        settle(n, false);
        throw error;
      }
      if (!(result instanceof Promise)) {
        settle(n, true);
        return result;
      }
      result.then(
        () => settle(n, true),
        () => settle(n, false),
      );
      return result;
    },
    log(text) {
      log += `${text}\n`;
    },
    end(left, rest = {}) {
      const numbers = ids.map((_, index) => index + 1);
      return {
        started,
        done,
        deleted: numbers.filter((n) => !left.has(ids[n - 1] ?? '')),
        returned: numbers.filter((n) => left.has(ids[n - 1] ?? '')),
        atOnce,
        hiddenFor: new Map([...left].map(([id, seconds]) => [numberOf(id), seconds])),
        log,
        ...rest,
      };
    },
  };
}
