// The program of a worker's process: a job handler as an application has one, that writes down what
// it does and behaves as each job tells it.
import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { serveEvents } from 'lwa-bridge';
import { jobHandler } from 'lwa-bridge/jobs';
import { isMended, journal } from '../history/journal.ts';
import type { Behaviour } from '../plan/behaviours.ts';
import { behave } from './behave.ts';
import { chaosJobs, fromEnvironment } from './settings.ts';

const { folder, effectsTable, maxAttempts, leaseMs } = fromEnvironment(process.env);
const { started, ended } = journal(folder, process.env.AWS_LAMBDA_FUNCTION_NAME ?? '');
const dynamodb = new DynamoDBClient({});

const handler = jobHandler(
  chaosJobs(),
  {
    async task({ number, behaviour }, { job, signal }) {
      const runId = randomUUID();
      started({ id: runId, jobId: job.id, attempt: job.attempt, startedAt: Date.now() });
      try {
        await behave(behaviour as Behaviour, {
          runId,
          attempt: job.attempt,
          signal,
          isMended: () => isMended(folder, job.id),
          effect: () => takeEffect(job.id, number, runId),
        });
      } catch (error) {
        ended(runId, 'threw');
        throw error;
      }
      ended(runId, 'returned');
      return { runId };
    },
  },
  { maxAttempts, leaseTime: leaseMs, retryDelay: () => 1 },
);

// The leases of invocations with a deadline outlast it by half a minute. Here they are to end while
// their holders are frozen, so the handler sees no deadline; the function's timeout still holds.
const noDeadline = 2 ** 31 - 1;
serveEvents((event, context) =>
  handler(event as never, { ...context, getRemainingTimeInMillis: () => noDeadline }),
);

// For whoever is to kill it.
console.log(`chaos: worker ${process.pid}`);

// Once per job: the key is `job.id`, as docs/jobs.md tells handlers to do.
async function takeEffect(key: string, number: number, runId: string): Promise<void> {
  const Item = { key: { S: key }, number: { N: String(number) }, run: { S: runId } };
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: effectsTable,
        Item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': 'key' },
      }),
    );
  } catch (cause) {
    if ((cause as Error).name === 'ConditionalCheckFailedException') return;
    throw new Error(`run ${runId} could not take effect`, { cause });
  }
}
