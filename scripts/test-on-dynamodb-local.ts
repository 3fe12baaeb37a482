// Runs the tests of the jobs' stores on Amazon's own DynamoDB Local: the real engine's conditions.
// Fails where it ran none of them, or ran them elsewhere.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const artifact = 'software.amazon.dynamodb:DynamoDBLocal:3.1.0';
const tests = ['dynamodb-store', 'store-model', 'timed-out-writes'];
const report = '.vitest/dynamodb-local.json';

const jars = execFileSync('scripts/maven-jars.sh', [artifact], { encoding: 'utf8' }).trim();
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const main = 'software.amazon.dynamodb.services.local.main.ServerRunner';
const server = spawn(
  'java',
  [
    ...['-Xmx256m', `-Djava.library.path=${jars}`, '-cp', `${jars}/*`, main],
    ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
server.once('error', (error) => {
  console.error(`DynamoDB Local needs Java, which could not be started: ${error.message}`);
  process.exit(1);
});
process.once('exit', () => server.kill());

await untilItAnswers();
execFileSync(
  'vitest',
  [
    ...['run', '--project', 'lwa-bridge', '--reporter=default', '--reporter=json'],
    ...[`--outputFile.json=${report}`, ...tests.map((name) => `test/jobs/${name}.test.ts`)],
  ],
  { stdio: 'inherit', env: { ...process.env, TEST_DYNAMODB_URL: url } },
);

const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
const tables = await listTables();
if (testResults.length !== tests.length || numPassedTests === 0 || numPendingTests > 0) {
  throw new Error(
    `on DynamoDB Local ${numPassedTests} tests passed, ${numPendingTests} did not run`,
  );
}
if (tables.length === 0)
  throw new Error('the tests made no table in DynamoDB Local: they ran elsewhere');
console.log(`${numPassedTests} tests passed on DynamoDB Local, in ${tables.length} tables`);
process.exit(0);

async function untilItAnswers(): Promise<void> {
  const limit = Date.now() + 30_000;
  while (Date.now() < limit) {
    if (await listTables().catch(() => undefined)) return;
    await sleep(100);
  }
  throw new Error(`DynamoDB Local did not answer on ${url} within 30 s`);
}

async function listTables(): Promise<string[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      // It looks who asks, but takes anybody.
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: '{}',
  });
  const { TableNames } = (await response.json()) as { TableNames: string[] };
  return TableNames;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
