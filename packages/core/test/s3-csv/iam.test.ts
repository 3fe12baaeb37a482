import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { readCsvRows } from '../../src/s3-csv/read-csv-rows.js';
import { useCsvServices } from './support/csv-services.js';
import { type CsvWorkerOptions, csvWorker, numbers } from './support/csv-worker.js';

// docs/iam.md says which actions each call needs, and on what. Here each call is made in all the ways
// that lead to another request, and what was asked of AWS must be what is written there: no less, no
// more.

const document = readFileSync(new URL('../../../../docs/iam.md', import.meta.url), 'utf8');
const columns = ['files', 'table', 'queue', 'rejects'];

function documented(call: string): string[] {
  const row = document.split('\n').find((line) => line.startsWith(`| ${call} |`)) ?? '';
  return columns.flatMap((column, index) => {
    const actions = row.split('|')[index + 2]?.match(/\w+:[A-Z]\w+/g) ?? [];
    return actions.map((action) => `${column} ${action}`);
  });
}

interface Command {
  readonly input: { readonly Bucket?: string; readonly VersionId?: string };
}

function actionOf(command: Command): string {
  const name = command.constructor.name.replace(/Command$/, '');
  if (/^(CreateMultipartUpload|UploadPart|CompleteMultipartUpload)$/.test(name)) return 'PutObject';
  return name === 'GetObject' && command.input.VersionId ? 'GetObjectVersion' : name;
}

describe('docs/iam.md names the actions of', { timeout: 60_000 }, () => {
  const services = useCsvServices();
  const asked = new Set<string>();
  let failing: string | undefined;
  beforeEach(() => asked.clear());

  /** The client, with the action that each of its requests needs noted; one of them may fail. */
  function recorded<Client extends object>(service: string, client: Client): Client {
    const { send } = client as { send: (command: Command, options?: object) => Promise<unknown> };
    const sent = async (command: Command, options?: object) => {
      const s3Column = command.input.Bucket === 'results' ? 'rejects' : 'files';
      const column = { dynamodb: 'table', sqs: 'queue' }[service] ?? s3Column;
      asked.add(`${column} ${service}:${actionOf(command)}`);
      if (command.constructor.name !== failing) return send.call(client, command, options);
      failing = undefined;
      throw new Error('no');
    };
    return new Proxy(client, {
      get: (target, name, receiver) =>
        name === 'send' ? sent : Reflect.get(target, name, receiver),
    });
  }

  function worker(options: CsvWorkerOptions = {}) {
    return csvWorker(services, {
      s3Client: recorded('s3', services.s3),
      sqsClient: recorded('sqs', services.sqs),
      dynamodbClient: recorded('dynamodb', services.dynamodb),
      ...options,
    });
  }

  async function readVersion(key: string): Promise<void> {
    const object = { bucket: 'uploads', key, versionId: 'v1' };
    // Whatever is answered.
    await readCsvRows(recorded('s3', services.s3), object)
      .next()
      .catch(() => {});
  }

  const expectDocumented = (call: string) =>
    expect([...asked].toSorted()).toEqual(documented(call).toSorted());

  it('readCsvRows, and s3CsvHandler', async () => {
    await services.upload('plain.csv', numbers(3));
    await services.drain(worker({ table: '' }).invoke);
    await readVersion('plain.csv');
    expectDocumented('`readCsvRows`, `s3CsvHandler`');
  });

  it.each([{}, { parts: 2 }])('s3CsvHandler with a table: %j', async (how) => {
    const key = `table-${JSON.stringify(how)}.csv`;
    const eTag = await services.upload(key, numbers(60), '0A');
    // Held by another worker: put off.
    await services.notify(key, eTag, 60, '0A');
    const options = { ...how, batchSize: 2, batchesAtOnce: 8, concurrency: 10 };
    await services.drain(worker(options).invoke);
    await readVersion(key);
    expectDocumented('`s3CsvHandler` with a table');
  });

  it('s3CsvHandler with rejects', async () => {
    const rows = `${'x'.repeat(1_000)},1\n`.repeat(10_000);
    await services.upload('rejects.csv', `n\n${rows}`);
    failing = 'UploadPartCommand';
    const { invoke } = worker({
      ...{ table: '', prefix: 'rejects', onInvalidRow: 'collect' },
      rejects: { bucket: 'results', prefix: 'out/' },
    });
    await services.drain(invoke);
    await readVersion('rejects.csv');
    expectDocumented('`s3CsvHandler` with `rejects`');
  });
});
