import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalEvent } from '../../src/local-event.js';
import { type Services, type ServicesOptions, startServices } from '../../src/services/services.js';

const running: Services[] = [];
afterEach(async () => {
  for (const services of running.splice(0)) await services.close();
});

async function start(options: ServicesOptions = { env: {} }): Promise<Services> {
  const services = await startServices(options);
  running.push(services);
  return services;
}

const table = {
  TableName: 'jobs',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'job_id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
} as const;

describe('embedded', () => {
  it('gives clients of SQS, S3 and DynamoDB that work', async () => {
    const { clients } = await start();
    const queue = await clients.sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    await clients.s3.send(new CreateBucketCommand({ Bucket: 'uploads' }));
    await clients.s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'a b.txt', Body: 'x' }));
    await clients.dynamodb.send(
      new CreateTableCommand({
        ...table,
        AttributeDefinitions: [...table.AttributeDefinitions],
        KeySchema: [...table.KeySchema],
      }),
    );
    expect(queue.QueueUrl).toContain('/q');
    const { Buckets } = await clients.s3.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['uploads']);
    const { TableNames } = await clients.dynamodb.send(new ListTablesCommand());
    expect(TableNames).toEqual(['jobs']);
  });

  it('gives a child process all it needs to reach them', async () => {
    const services = await start({
      env: { AWS_REGION: 'eu-central-1' },
      bedrock: () => ({ a: 1 }),
    });
    const { QueueUrl } = await services.clients.sqs.send(
      new CreateQueueCommand({ QueueName: 'q' }),
    );
    const script = fileURLToPath(new URL('../fixtures/use-services.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script], {
      env: { PATH: process.env.PATH, ...services.env, QUEUE_URL: QueueUrl },
    });
    expect(JSON.parse(stdout)).toEqual({ tables: [], buckets: ['made-by-child'], input: { a: 1 } });
    const { Messages } = await services.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['from the child']);
  });

  it('uses dummy credentials, so that no account can be reached by mistake', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'real', AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 't' };
    const services = await start({ env });
    expect(services.env).toMatchObject({
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_PROFILE: '',
      AWS_SESSION_TOKEN: '',
    });
  });

  it('has no Bedrock unless its answers are given', async () => {
    const { endpoints, env } = await start();
    expect(endpoints.bedrockRuntime).toBeUndefined();
    expect(env).not.toHaveProperty('AWS_ENDPOINT_URL_BEDROCK_RUNTIME');
  });

  it('survives a client that dies in the middle of a request', async () => {
    const { endpoints, clients } = await start();
    for (const url of [endpoints.dynamodb, endpoints.sqs]) {
      const half = request(`${url}`, { method: 'POST', headers: { 'content-length': 100 } });
      half.on('error', () => {});
      half.write('{');
      await new Promise((resolve) => setTimeout(resolve, 50));
      half.destroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(clients.dynamodb.send(new ListTablesCommand())).resolves.toBeDefined();
  });

  it('is gone after close', async () => {
    const services = await start({ env: {}, bedrock: () => ({}) });
    await services.close();
    for (const url of Object.values(services.endpoints)) {
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    }
  });
});

describe('given endpoints', () => {
  it('are used, and nothing is started for them', async () => {
    const elsewhere = await start();
    const events: LocalEvent[] = [];
    const services = await start({
      env: {
        AWS_ENDPOINT_URL_DYNAMODB: elsewhere.endpoints.dynamodb,
        AWS_ENDPOINT_URL: elsewhere.endpoints.sqs,
      },
      bedrock: () => ({}),
      onEvent: (event) => events.push(event),
    });
    expect(services.endpoints).toMatchObject({
      sqs: elsewhere.endpoints.sqs,
      s3: elsewhere.endpoints.s3,
      dynamodb: elsewhere.endpoints.dynamodb,
    });
    expect([...services.embedded]).toEqual(['bedrockRuntime']);
    expect(events).toHaveLength(4);

    await services.clients.s3.send(new CreateBucketCommand({ Bucket: 'shared' }));
    const { Buckets } = await elsewhere.clients.s3.send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['shared']);
  });

  it('get the credentials that the environment has', async () => {
    const env = { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'theirs' };
    const services = await start({ env });
    expect(services.env).toMatchObject({ AWS_ACCESS_KEY_ID: 'theirs' });
    const none = await start({ env: { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' } });
    expect(none.env).toMatchObject({ AWS_ACCESS_KEY_ID: 'local' });
  });

  it.each(['localhost:4566', 'not a url', 'ftp://x'])('must be URLs, not "%s"', async (url) => {
    await expect(startServices({ env: { AWS_ENDPOINT_URL_S3: url } })).rejects.toMatchObject({
      code: 'ERR_SETTINGS',
      message: expect.stringContaining('AWS_ENDPOINT_URL_S3'),
    });
  });
});
