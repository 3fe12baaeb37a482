import type { Explanation } from './check/explain-attempts.ts';
import type { ChaosResult } from './run-chaos.ts';

/** What a run was made of, line by line. */
export function figures(
  { history, seconds, deliveries, requests, brokenRequests }: ChaosResult,
  explained: ReadonlyMap<Explanation, number>,
): [string, string | number][] {
  const count = (status: string) => history.rows.filter((row) => row.status === status).length;
  const befell = (kind: string) => history.faults.filter((fault) => fault.kind === kind).length;
  const byName = (counts: ReadonlyMap<string, number>, prefix: string) =>
    [...counts].sort().map(([name, times]): [string, number] => [`${prefix}${name}`, times]);
  return [
    ['jobs', history.jobs.length],
    ['seconds', seconds.toFixed(0)],
    ['of these completed', count('COMPLETED')],
    ['of these given up, as planned', count('FAILED')],
    ['runs of a handler', history.runs.length],
    ['further attempts, all explained by', [...explained.values()].reduce((a, b) => a + b, 0)],
    ...byName(explained as ReadonlyMap<string, number>, '  '),
    ['workers killed', befell('killed')],
    ['workers frozen', befell('frozen')],
    ['workers that ended (kills, exits, memory)', befell('exited')],
    ['workers ended after a timeout', befell('timed out')],
    ['messages delivered', deliveries.messages],
    ['batches', deliveries.batches],
    ['batches delivered to two workers at once', deliveries.twice],
    ['requests to DynamoDB', requests.dynamodb],
    ['requests to SQS', requests.sqs],
    ['broken requests', [...brokenRequests.values()].reduce((a, b) => a + b, 0)],
    ...byName(brokenRequests, '  '),
  ];
}
