import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvTableDefinition } from '../../src/s3-csv/index.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { adapterHeaders } from '../support/adapter-headers.js';
import { type Child, fixture, startChild } from '../support/child.js';
import { send } from '../support/http.js';
import { after } from '../support/wait.js';
import { type CsvServices, startCsvServices } from './support/csv-services.js';
import { numbers, upTo } from './support/csv-worker.js';

const kills = Number(process.env.CSV_KILLS ?? 3);

/**
 * Real processes, killed by SIGKILL at random moments of one file, each replaced by another one; the
 * mapping and the passing of time are the test's.
 */
describe(`a process that is killed ${kills} times in one file`, () => {
  let services: CsvServices;
  let folder: string;

  beforeAll(async () => {
    services = await startCsvServices();
    folder = mkdtempSync(join(tmpdir(), 'csv-kills-'));
  }, 60_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await services.close();
  });

  it.each([
    ['as one', {}],
    ['in parts', { parts: 3 }],
  ])(
    'loses no row of a file that is read %s; by batchId each is there exactly once',
    async (name, options) => {
      const effects = join(folder, name);
      const table = `effects-${randomUUID()}`;
      await services.dynamodb.send(new CreateTableCommand(csvTableDefinition(table)));
      const start = () => startFunction(services, { table, effects, options });
      let child = await start();
      let killed = 0;

      // Enough that the last process has something left to do.
      const rows = 150 + kills * 150;
      await services.upload(`${name}.csv`, numbers(rows));
      await services.drain(async (event) => {
        const isKilled = killed < kills;
        const replied = child.invoke(event);
        if (isKilled) {
          await after(Math.random() * 400);
          child.kill('SIGKILL');
          killed += 1;
        }
        const deleted = await replied;
        if (isKilled) {
          await child.exited;
          await services.endLeases();
          child = await start();
        }
        return deleted;
      });
      expect(killed).toBe(kills);

      const byBatch = await rowsByBatch(services, table);
      expect(byBatch.sort((a, b) => a - b)).toEqual(upTo(rows));

      const lines = readFileSync(effects, 'utf8').trimEnd().split('\n');
      const written = lines.filter((line) => !line.startsWith('complete')).map(Number);
      expect([...new Set(written)].sort((a, b) => a - b)).toEqual(upTo(rows));
      expect(lines).toContain(`complete ${rows}`);
      for (const { status } of await services.files(`${name}.csv`)) {
        expect(status).toBe('COMPLETED');
      }
    },
    60_000 + kills * 10_000,
  );
});

interface FunctionProcess extends Child {
  /** Gives the ids of the messages that the mapping would delete. */
  invoke(event: SqsEvent): Promise<string[]>;
}

async function startFunction(
  services: CsvServices,
  { table, effects, options }: { table: string; effects: string; options: object },
): Promise<FunctionProcess> {
  const child = startChild(fixture('store-rows.mjs', import.meta), {
    env: {
      ...{ EFFECTS_TABLE: table, EFFECTS_FILE: effects, CSV_TABLE: services.table },
      OPTIONS: JSON.stringify({ ...options, batchSize: 10, checkpointEvery: 3, clockSkew: 0 }),
      AWS_LWA_ERROR_STATUS_CODES: '500-599',
      ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
      ...{ AWS_ENDPOINT_URL: services.url, AWS_ENDPOINT_URL_DYNAMODB: services.databaseUrl },
    },
  });
  const [, url = ''] = await child.prints(/listening: (\S+)/);
  return {
    ...child,
    async invoke(event) {
      const headers = adapterHeaders({ deadline: Date.now() + 6_000, request_id: randomUUID() });
      try {
        const { status, text } = await send(url, { headers, body: JSON.stringify(event) });
        if (status !== 200) return [];
        const failed = JSON.parse(text).batchItemFailures as { itemIdentifier: string }[];
        const ids = new Set(failed.map(({ itemIdentifier }) => itemIdentifier));
        return event.Records.map(({ messageId }) => messageId).filter((id) => !ids.has(id));
      } catch {
        // The process is gone.
        return [];
      }
    },
  };
}

async function rowsByBatch({ dynamodb }: CsvServices, table: string): Promise<number[]> {
  const { Items = [] } = await dynamodb.send(
    new ScanCommand({ TableName: table, ConsistentRead: true }),
  );
  return Items.flatMap(({ rows }) => rows?.SS ?? []).map(Number);
}
