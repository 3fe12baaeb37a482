import type { JobQueueOptions } from '../../../src/jobs/index.js';
import { type AwsProxy, startAwsProxy } from './aws-proxy.js';
import { dynamoDbClient, type LocalDynamoDb, startLocalDynamoDb } from './local-dynamodb.js';
import { type LocalSqs, sqsClient, startLocalSqs } from './local-sqs.js';

/** A database and a queue, each behind a proxy that counts and breaks requests. */
export interface JobServices {
  readonly dynamodb: LocalDynamoDb;
  readonly sqs: LocalSqs;
  readonly dynamodbProxy: AwsProxy;
  readonly sqsProxy: AwsProxy;
  /** A queue's options, with clients that go through the proxies. */
  readonly options: JobQueueOptions;
  close(): Promise<void>;
}

/** The answer of SendMessageBatch. */
export interface SendResult {
  Successful?: { Id: string }[];
  Failed?: object[];
}

export async function startJobServices(
  changeSent: (sent: SendResult, entries: { Id: string }[]) => SendResult = (sent) => sent,
): Promise<JobServices> {
  const dynamodb = await startLocalDynamoDb();
  const sqs = await startLocalSqs();
  const dynamodbProxy = await startAwsProxy(dynamodb.url);
  const sqsProxy = await startAwsProxy(sqs.url, async (answer, operation, body) => {
    if (operation !== 'SendMessageBatch') return answer;
    const changed = changeSent(JSON.parse(answer.body), JSON.parse(body).Entries);
    return { ...answer, body: JSON.stringify(changed) };
  });
  return {
    dynamodb,
    sqs,
    dynamodbProxy,
    sqsProxy,
    options: {
      table: dynamodb.table,
      queueUrl: sqs.queueUrl,
      dynamodbClient: dynamoDbClient(dynamodbProxy.url, { maxAttempts: 2 }),
      sqsClient: sqsClient(sqsProxy.url, { maxAttempts: 2 }),
    },
    async close() {
      await Promise.all([dynamodbProxy.close(), sqsProxy.close()]);
      await Promise.all([dynamodb.close(), sqs.close()]);
    },
  };
}
