import { fileURLToPath } from 'node:url';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { jobsTableDefinition } from 'lwa-bridge/jobs';
import {
  type Services,
  startEventSourceMapping,
  startFunctionProcess,
  startServices,
} from 'lwa-bridge-local';

/** A table, a queue, an event source mapping, and a worker's process behind the adapter's stand-in. */
export interface LocalPath {
  readonly table: string;
  readonly queueUrl: string;
  readonly clients: Services['clients'];
  /** Resolves when so many more messages were worked on and deleted. */
  done(messages: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts all of it for one worker's program; services are those of the environment, or embedded ones. */
export async function startLocalPath(name: string, program: string): Promise<LocalPath> {
  const services = await startServices();
  const { dynamodb, sqs } = services.clients;
  const table = `bench-${name}`;
  await dynamodb.send(new CreateTableCommand(jobsTableDefinition(table)));
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );

  const worker = await startFunctionProcess({
    name,
    command: [process.execPath, fileURLToPath(new URL(program, import.meta.url))],
    env: {
      ...services.env,
      JOBS_TABLE: table,
      JOBS_QUEUE_URL: queueUrl,
      AWS_LWA_ERROR_STATUS_CODES: '500-599',
      AWS_LAMBDA_LOG_LEVEL: 'FATAL',
    },
    readyTimeoutMs: 60_000,
  });
  let deleted = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let resolve = () => {};
  const mapping = startEventSourceMapping({
    queue: { name, url: queueUrl, arn: Attributes?.QueueArn ?? '' },
    function: worker,
    sqs,
    reportBatchItemFailures: true,
    onEvent(event) {
      if (event.type !== 'batch-ended') return;
      deleted += event.deleted.length;
      if (deleted >= wanted) resolve();
    },
  });

  return {
    table,
    queueUrl,
    clients: services.clients,
    async done(messages) {
      const { promise, resolve: settle } = Promise.withResolvers<void>();
      [deleted, wanted, resolve] = [0, messages, settle];
      await promise;
    },
    async close() {
      await mapping.close();
      await worker.close();
      await services.close();
    },
  };
}
