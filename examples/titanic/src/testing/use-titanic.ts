import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type LocalDefinition, type LocalPlatform, startLocal } from 'lwa-bridge-local';
import { afterAll, beforeAll, vi } from 'vitest';
import { titanicQueues, titanicTables } from './resources.js';

/** The application's tables and queues, for the tests of one file. */
export interface LocalTitanic {
  /** There when the tests run. */
  readonly platform: LocalPlatform<never, never, keyof typeof titanicQueues>;
  /** How many passengers the table holds. */
  countPassengers(): Promise<number>;
}

/**
 * Runs the tests of a file against tables and queues of their own, in this process. The environment
 * is set as on AWS, so that handlers find them by themselves.
 */
export function useTitanic(
  definition: Pick<LocalDefinition, 'bedrock' | 'buckets'> = {},
): LocalTitanic {
  let platform: LocalTitanic['platform'] | undefined;

  beforeAll(async () => {
    platform = await startLocal(
      { ...definition, tables: titanicTables('titanic', 'test'), queues: titanicQueues },
      { env: {} },
    );
    const variables = {
      ...platform.env,
      APP_NAMESPACE: 'titanic',
      APP_ENV: 'test',
      JOBS_QUEUE_URL: platform.queues.jobs.url,
      CSV_TABLE: 'titanic-test-csv',
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await platform?.close();
  });

  const started = () => {
    if (platform) return platform;
    throw new Error('the platform is there when the tests run, not before');
  };
  return {
    get platform() {
      return started();
    },
    async countPassengers() {
      const command = new ScanCommand({ TableName: 'titanic-test-passengers', Select: 'COUNT' });
      const { Count = 0 } = await started().clients.dynamodb.send(command);
      return Count;
    },
  };
}
