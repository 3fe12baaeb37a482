// Runs the tests of what is kept in DynamoDB on Amazon's own DynamoDB Local: the real engine's conditions.
// Fails where it ran none of them, or ran them elsewhere.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startJavaServer } from './java-server.ts';

const artifact = 'software.amazon.dynamodb:DynamoDBLocal:3.1.0';
const tests = [
  ...['jobs/dynamodb-store', 'jobs/store-model', 'jobs/timed-out-writes'],
  ...['s3-csv/checkpoint/checkpoint-store', 's3-csv/checkpoints', 's3-csv/parts/parts'],
];
const report = '.vitest/dynamodb-local.json';

const url = await startJavaServer({
  name: 'DynamoDB Local',
  artifact,
  args: (jars, port) => [
    ...[`-Djava.library.path=${jars}`, '-cp', `${jars}/*`],
    'software.amazon.dynamodb.services.local.main.ServerRunner',
    ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
  ],
  ask: listTables,
});
execFileSync(
  'vitest',
  [
    ...['run', '--project', 'lwa-bridge', '--reporter=default', '--reporter=json'],
    ...[`--outputFile.json=${report}`, ...tests.map((name) => `test/${name}.test.ts`)],
  ],
  { stdio: 'inherit', env: { ...process.env, TEST_DYNAMODB_URL: url } },
);

const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
const tables = await listTables(url);
if (testResults.length !== tests.length || numPassedTests === 0 || numPendingTests > 0) {
  throw new Error(
    `on DynamoDB Local ${numPassedTests} tests passed, ${numPendingTests} did not run`,
  );
}
if (tables.length === 0)
  throw new Error('the tests made no table in DynamoDB Local: they ran elsewhere');
console.log(`${numPassedTests} tests passed on DynamoDB Local, in ${tables.length} tables`);
process.exit(0);

async function listTables(endpoint: string): Promise<string[]> {
  const response = await fetch(endpoint, {
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
