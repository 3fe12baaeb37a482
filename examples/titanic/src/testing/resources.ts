import { jobsTableCloudFormation } from 'lwa-bridge/jobs';
import { csvTableCloudFormation } from 'lwa-bridge/s3-csv';
import type { QueueDefinition, TableDefinition, TableProperties } from 'lwa-bridge-local';

/** The tables of the application, by name; the template defines the same ones on AWS. */
export function titanicTables(
  namespace: string,
  stage: string,
): Record<string, TableDefinition | TableProperties> {
  return {
    [`${namespace}-${stage}-passengers`]: {
      partitionKey: 'ticket',
      sortKey: { name: 'passenger_id', type: 'N' },
    },
    [`${namespace}-${stage}-jobs`]: jobsTableCloudFormation(),
    [`${namespace}-${stage}-csv`]: csvTableCloudFormation(),
  };
}

/** The queues of jobs and uploads, each with its dead-letter queue. */
export const titanicQueues = {
  // Deferrals use receives without attempts, so there are 10 more than attempts.
  jobs: queue('jobs-dead', 18),
  'jobs-dead': {},
  uploads: queue('uploads-dead', 5),
  'uploads-dead': {},
} satisfies Record<string, QueueDefinition>;

// AWS advises a visibility timeout of 6 times the function's timeout, which is 30 seconds.
function queue(deadLetterQueue: string, maxReceiveCount: number): QueueDefinition {
  return { visibilityTimeout: 180, redrive: { deadLetterQueue, maxReceiveCount } };
}
