import type { History } from '../history/history.ts';

/** Whether each completed job's effect is there once, under its id, and nothing was lost on the way. */
export function checkEffects({ jobs, rows, effects, messagesLeft }: History): string[] {
  const violations: string[] = [];
  const byNumber = Map.groupBy(effects, ({ jobNumber }) => jobNumber);
  const statuses = new Map(rows.map(({ id, status }) => [id, status]));

  for (const { number, id } of jobs) {
    const own = byNumber.get(number) ?? [];
    if (own.length > 1) violations.push(`job ${number} (${id}) took effect ${own.length} times`);
    if (own.some(({ key }) => key !== id))
      violations.push(`job ${number} has another key than its id`);
    if (own.length === 0 && statuses.get(id) === 'COMPLETED') {
      violations.push(`job ${number} (${id}) is COMPLETED, and its effect is not there`);
    }
  }
  const enqueued = new Set(jobs.map(({ id }) => id));
  const strangers = rows.filter(({ id }) => !enqueued.has(id));
  if (strangers.length > 0) violations.push(`${strangers.length} rows are of no enqueued job`);
  const { queue, deadLetterQueue } = messagesLeft;
  if (queue > 0) violations.push(`${queue} messages are still in the queue`);
  if (deadLetterQueue > 0)
    violations.push(`${deadLetterQueue} messages were given up by the queue`);
  return violations;
}
