import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { StaticCredentials } from './credentials.js';
import type { Endpoints } from './endpoints.js';

/** AWS SDK clients of the services in use. */
export interface Clients {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

/** What the clients are made from. */
export interface ClientSettings {
  endpoints: Endpoints;
  region: string;
  /** Absent: the AWS SDK finds them. */
  credentials?: StaticCredentials | undefined;
}

/** Makes the clients, with explicit endpoints: an SQS queue URL alone does not say where to go. */
export function createClients({ endpoints, region, credentials }: ClientSettings): Clients {
  const settings = (endpoint: string | undefined) => ({
    region,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  });
  return {
    sqs: new SQSClient(settings(endpoints.sqs)),
    s3: new S3Client({ ...settings(endpoints.s3), forcePathStyle: true }),
    dynamodb: new DynamoDBClient(settings(endpoints.dynamodb)),
  };
}

/** Closes their connections. */
export function destroyClients(clients: Clients): void {
  for (const client of [clients.sqs, clients.s3, clients.dynamodb]) client.destroy();
}
