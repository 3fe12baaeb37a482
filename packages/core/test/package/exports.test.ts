import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { everyNode, startChild } from '../support/child.js';

const packageJson = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** The names that an entry point of the built package exports. */
const names = async (entry: string) => Object.keys(await import(entry)).sort();

describe('the built package exports', () => {
  it('its entry points and nothing else', () => {
    expect(Object.keys(packageJson.exports)).toEqual([
      '.',
      './jobs',
      './s3-csv',
      './testing',
      './package.json',
    ]);
  });

  it('lwa-bridge', async () => {
    expect(await names('lwa-bridge')).toMatchInlineSnapshot(`
      [
        "LwaBridgeError",
        "NonRetriableError",
        "RetryAfterError",
        "compareSequencers",
        "exponentialBackOff",
        "httpContext",
        "isLwaBridgeError",
        "isMain",
        "isNonRetriableError",
        "isRetryAfterError",
        "s3Handler",
        "serveEvents",
        "sqsHandler",
        "toDeadLetterQueue",
        "unwrapSqsS3",
      ]
    `);
  });

  it('lwa-bridge/jobs', async () => {
    expect(await names('lwa-bridge/jobs')).toMatchInlineSnapshot(`
      [
        "EnqueueError",
        "canTransition",
        "createJobQueue",
        "dynamoDbStore",
        "jobHandler",
        "jobsTableBackups",
        "jobsTableCloudFormation",
        "jobsTableDefinition",
        "jobsTableTimeToLive",
        "memoryStore",
        "sweepHandler",
        "transition",
      ]
    `);
  });

  it('lwa-bridge/s3-csv', async () => {
    expect(await names('lwa-bridge/s3-csv')).toMatchInlineSnapshot(`
      [
        "CsvRowError",
        "ObjectSupersededError",
        "csvTableCloudFormation",
        "csvTableDefinition",
        "csvTableTimeToLive",
        "isObjectSupersededError",
        "readCsvRows",
        "s3CsvHandler",
      ]
    `);
  });

  it('lwa-bridge/testing', async () => {
    expect(await names('lwa-bridge/testing')).toMatchInlineSnapshot(`
      [
        "FunctionError",
        "batchOutcome",
        "deliver",
        "invoke",
        "memoryJobQueue",
        "s3Event",
        "s3ThroughSqsEvent",
        "scheduledEvent",
        "sqsEvent",
      ]
    `);
  });
});

/** Whatever is imported when an entry point is, itself left out. */
async function importedWith(entry: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({ resolve: (name, context, next) => (seen.add(name), next(name, context)) });
    await import(${JSON.stringify(entry)});
    seen.delete(${JSON.stringify(entry)});
    console.log(JSON.stringify({ seen: [...seen] }));`;
  const child = startChild('', {
    nodeArgs: ['--input-type=module', '--eval', script],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  await child.exited;
  const [line] = child.lines();
  return line?.seen as string[];
}

describe('importing', () => {
  it.each(['lwa-bridge', 'lwa-bridge/testing'])(
    '%s loads nothing but Node itself',
    async (entry) => {
      const seen = await importedWith(entry);
      expect(seen.filter((name) => !name.startsWith('node:'))).toEqual([]);
    },
  );

  it('lwa-bridge names no package but the AWS client that RetryAfterError needs, when it does', () => {
    const built = readFileSync(new URL('../../dist/index.js', import.meta.url), 'utf8');
    const dynamic = [...built.matchAll(/\bimport\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, x]) => x);
    const packages = dynamic.filter((name) => !name?.startsWith('node:'));
    expect(new Set(packages)).toEqual(new Set(['@aws-sdk/client-sqs']));
    expect(built).not.toMatch(/\brequire\(\s*["'`](?!node:)/);
  });

  it('lwa-bridge/jobs loads no AWS client: each comes when it is first needed', async () => {
    const seen = await importedWith('lwa-bridge/jobs');
    expect(seen.filter((name) => name.startsWith('@aws-sdk/'))).toEqual([]);
  });

  it.each(everyNode())('starts nothing, changes nothing, and ends by itself (%s)', async (node) => {
    const script = `
      const before = JSON.stringify(process.env);
      await Promise.all(['lwa-bridge', 'lwa-bridge/testing'].map((entry) => import(entry)));
      const after = JSON.stringify(process.env);
      console.log(JSON.stringify({ before, after, listeners: process.listenerCount('SIGTERM') }));`;
    const child = startChild('', {
      node,
      nodeArgs: ['--input-type=module', '--eval', script],
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    });
    expect(await child.exited).toMatchObject({ code: 0 });
    const [{ before, after, listeners } = {}] = child.lines();
    expect(after).toEqual(before);
    expect(listeners).toBe(0);
  });
});
