import type { Lambda } from '../lambda.js';
import { observe, wayOf } from '../observe.js';
import { type BadRequest, send } from './requests.js';
import type { Cell } from './run-column.js';
import type { Settings } from './settings.js';

/**
 * Sends every bad request under one setting, each beside an event that is under way and must
 * succeed.
 */
export async function runRequests(
  lambda: Lambda,
  requests: readonly BadRequest[],
  { env, failure, refused }: Settings,
): Promise<Cell[]> {
  // Nobody listens.
  if (refused) return requests.map(({ name }) => ({ fault: name, seen: '–', problems: [] }));
  await using running = await lambda.start({ file: 'conformance/fixtures/misbehave.mjs', env });
  const eventPath = env.AWS_LWA_PASS_THROUGH_PATH ?? '/events';
  const cells: Cell[] = [];
  for (const [n, badRequest] of requests.entries()) {
    const problems: string[] = [];
    const id = `event-${n}`;
    const neighbour = observe(running.invoke({ do: 'reply slowly', ms: 50, id }));
    const seen = await send(badRequest, running.url, eventPath);
    const expected = badRequest.hangUp ? 'closed' : (badRequest.status ?? failure);
    if (seen !== String(expected)) problems.push(`expected ${expected}, got ${seen}`);

    const beside = await neighbour;
    const answered = (beside.error ? undefined : beside.reply) as { id?: string } | undefined;
    if (answered?.id !== id) problems.push(`${id} got ${answered?.id} (${wayOf(beside)})`);
    cells.push({ fault: badRequest.name, seen, problems });
  }
  return cells;
}
