import type { Contender, Outcome, Task } from './contender.ts';
import type { Sqs } from './sqs.ts';

/** One line of the comparison: a case, and how to read what a library did with it. */
export interface Line {
  readonly title: string;
  /** What one wants to see there. */
  readonly want: string;
  /** There is no such thing for a library that Lambda does not call. */
  readonly onlyOnLambda?: true;
  /** The batch; made anew for each library. */
  task(sqs: Sqs): Task;
  read(outcome: Outcome, task: Task): Seen;
}

/** A cell: what was seen, and whether it is what one wants. */
export interface Seen {
  readonly good: boolean;
  readonly text: string;
}

/** Runs a library on a line. */
export async function runLine(line: Line, contender: Contender, sqs: Sqs): Promise<Seen | null> {
  if (line.onlyOnLambda && !contender.onLambda) return null;
  const task = line.task(sqs);
  const outcome = await contender.run(task, sqs);
  return outcome ? line.read(outcome, task) : { good: false, text: 'left to the handler' };
}

/** What became of the messages in a few words; good where nothing is lost and nothing done twice. */
export function fate({ started, done, deleted, returned }: Outcome): Seen {
  const lost = deleted.filter((n) => !done.includes(n));
  const again = returned.filter((n) => done.includes(n));
  const notAgain = returned.filter((n) => !done.includes(n));
  const parts = [
    lost.length > 0 && `${names(lost)} lost`,
    again.length > 0 && `${names(again)} done again`,
    notAgain.length > 0 && `${names(notAgain)} back${of(notAgain, started)}`,
    returned.length === 0 && lost.length === 0 && 'all deleted',
  ].filter((part) => typeof part === 'string');
  const twice = started.length > new Set(started).size;
  return {
    good: lost.length === 0 && again.length === 0 && !twice,
    text: parts.join(', '),
  };
}

function of(returned: readonly number[], started: readonly number[]): string {
  const untouched = returned.filter((n) => !started.includes(n));
  return started.length === 0 && untouched.length > 1 ? ', none was worked on' : '';
}

/** As {@link fate}; good where only the second message comes back. */
export function only2Back(outcome: Outcome): Seen {
  const { good, text } = fate(outcome);
  const isOnly2 = outcome.returned.join() === '2';
  return { good: good && isOnly2, text: good && isOnly2 ? 'only 2 back' : text };
}

/** `1, 2 and 5`; at most four of them. */
export function names(numbers: readonly number[]): string {
  if (numbers.length > 4) return `${numbers.length} of them`;
  const [last, ...others] = [...numbers].sort((a, b) => b - a);
  return others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : String(last);
}

/** So many bodies; the handler takes for granted what they hold. */
export function orders(count: number): { order: { id: number } }[] {
  return Array.from({ length: count }, (_, index) => ({ order: { id: index + 1 } }));
}
