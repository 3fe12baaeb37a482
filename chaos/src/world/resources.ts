import {
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  paginateScan,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { jobsTableDefinition } from 'lwa-bridge/jobs';

export const jobsTable = 'chaos-jobs';
export const effectsTable = 'chaos-effects';

export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

/** The table of jobs, and one for what handlers do to the world outside. */
export async function createTables(client: DynamoDBClient): Promise<void> {
  const effects = {
    TableName: effectsTable,
    AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  } satisfies CreateTableCommandInput;
  for (const definition of [jobsTableDefinition(jobsTable), effects]) {
    await client.send(new CreateTableCommand(definition));
    const { TableName } = definition;
    await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
  }
}

/** The jobs' queue, its visibility timeout in seconds, and where its lost messages would go. */
export async function createQueues(client: SQSClient, visibilityTimeout: number) {
  const deadLetterQueue = await createQueue(client, 'chaos-dead', {});
  const queue = await createQueue(client, 'chaos-jobs', {
    VisibilityTimeout: String(visibilityTimeout),
    // Storms and lost answers use receives without attempts, far more than on AWS.
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: deadLetterQueue.arn,
      maxReceiveCount: 200,
    }),
  });
  return { queue, deadLetterQueue };
}

async function createQueue(
  client: SQSClient,
  name: string,
  Attributes: Record<string, string>,
): Promise<Queue> {
  const { QueueUrl: url = '' } = await client.send(
    new CreateQueueCommand({ QueueName: name, Attributes }),
  );
  const read = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { name, url, arn: read.Attributes?.QueueArn ?? '' };
}

/** How many messages a queue has, visible or not. */
export async function messagesIn(client: SQSClient, { url }: Queue): Promise<number> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
  const { Attributes = {} } = await client.send(command);
  const counts = ['', 'NotVisible', 'Delayed'].map(
    (which) =>
      Number(Attributes[`ApproximateNumberOfMessages${which}` as keyof typeof Attributes]) || 0,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Every item of a table. */
export async function scan(
  client: DynamoDBClient,
  TableName: string,
): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  for await (const { Items = [] } of paginateScan(
    { client },
    { TableName, ConsistentRead: true },
  )) {
    items.push(...Items);
  }
  return items;
}
