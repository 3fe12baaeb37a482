import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startServices } from 'lwa-bridge-local';
import type { BrokenRequest, Effect, Row, RowWrite } from '../history/history.ts';
import { readRow } from '../history/read-row.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { recordWrites } from './record-writes.ts';
import {
  createQueues,
  createTables,
  effectsTable,
  jobsTable,
  messagesIn,
  type Queue,
  scan,
} from './resources.ts';

export interface WorldOptions {
  readonly seed: number;
  /** In seconds. */
  readonly visibilityTimeout: number;
  readonly unconditional?: boolean | undefined;
  onWrite(write: RowWrite): void;
}

/** A database and a queue, with proxies in front of them that break requests, and a way around these. */
export interface World {
  readonly dynamodbProxy: FaultProxy;
  readonly sqsProxy: FaultProxy;
  /** Clients that go through the proxies. */
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly queue: Queue;
  /** What a worker's process needs to reach them through the proxies. */
  readonly env: Readonly<Record<string, string>>;
  /** For the workers' journals. */
  readonly folder: string;
  readonly brokenRequests: readonly BrokenRequest[];
  /** How many requests were broken, by what was done to them. */
  readonly faultCounts: ReadonlyMap<string, number>;
  rows(): Promise<Row[]>;
  effects(): Promise<Effect[]>;
  messagesLeft(): Promise<{ queue: number; deadLetterQueue: number }>;
  close(): Promise<void>;
}

/** Services of the environment (`AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL_SQS`), or embedded ones. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { seed, visibilityTimeout, unconditional, onWrite } = options;
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const services = await startServices();
  const { clients, endpoints, region, env } = services;
  const brokenRequests: BrokenRequest[] = [];
  const faultCounts = new Map<string, number>();

  const dynamodbProxy = await startFaultProxy({
    ...{ target: endpoints.dynamodb ?? '', name: 'dynamodb', seed },
    passOn: recordWrites({ table: jobsTable, unconditional, onWrite }),
    onFault(fault, { body }) {
      count(faultCounts, `DynamoDB: ${fault}`);
      const { Key, Item } = JSON.parse(body);
      const jobId = (Key ?? Item)?.job_id?.S;
      if (jobId) brokenRequests.push({ at: Date.now(), jobId });
    },
  });
  const sqsProxy = await startFaultProxy({
    ...{ target: endpoints.sqs ?? '', name: 'sqs', seed },
    onFault: (fault) => count(faultCounts, `SQS: ${fault}`),
  });

  await createTables(clients.dynamodb);
  const { queue, deadLetterQueue } = await createQueues(clients.sqs, visibilityTimeout);

  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
  };
  const own = { region, credentials };
  const dynamodb = new DynamoDBClient({ ...own, endpoint: dynamodbProxy.url });
  const sqs = new SQSClient({ ...own, endpoint: sqsProxy.url, useQueueUrlAsEndpoint: false });

  return {
    dynamodbProxy,
    sqsProxy,
    dynamodb,
    sqs,
    queue,
    env: {
      ...env,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodbProxy.url,
      AWS_ENDPOINT_URL_SQS: sqsProxy.url,
      JOBS_TABLE: jobsTable,
      JOBS_QUEUE_URL: queue.url,
    },
    folder,
    brokenRequests,
    faultCounts,
    rows: async () => (await scan(clients.dynamodb, jobsTable)).map(readRow),
    effects: async () =>
      (await scan(clients.dynamodb, effectsTable)).map((item) => ({
        key: item.key?.S ?? '',
        jobNumber: Number(item.number?.N),
        runId: item.run?.S ?? '',
      })),
    messagesLeft: async () => ({
      queue: await messagesIn(clients.sqs, queue),
      deadLetterQueue: await messagesIn(clients.sqs, deadLetterQueue),
    }),
    async close() {
      dynamodb.destroy();
      sqs.destroy();
      await Promise.all([dynamodbProxy.close(), sqsProxy.close()]);
      await services.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
