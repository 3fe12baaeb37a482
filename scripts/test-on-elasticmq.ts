// Holds the model of a queue against ElasticMQ: the same commands, the same observations.
// Fails where it ran no test, or ran them elsewhere.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startJavaServer } from './java-server.ts';

const artifact = 'org.elasticmq:elasticmq-server_2.13:1.7.1';
const test = 'test/queue-model/servers/servers.test.ts';
const report = '.vitest/elasticmq.json';

const url = await startJavaServer({
  name: 'ElasticMQ',
  artifact,
  args: (jars, port) => [
    `-Drest-sqs.bind-port=${port}`,
    '-Drest-sqs.bind-hostname=127.0.0.1',
    `-Dnode-address.port=${port}`,
    '-Drest-stats.enabled=false',
    ...['-cp', `${jars}/*`, 'org.elasticmq.server.Main'],
  ],
  ask: listQueues,
});
execFileSync(
  'vitest',
  [
    ...['run', '--project', 'lwa-bridge-local', '--reporter=default', '--reporter=json'],
    ...[`--outputFile.json=${report}`, test],
  ],
  { stdio: 'inherit', env: { ...process.env, TEST_SQS_URL: url } },
);

const { numPassedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
if (numPassedTests === 0 || numPendingTests > 0) {
  throw new Error(`on ElasticMQ ${numPassedTests} tests passed, ${numPendingTests} did not run`);
}
const queues = await listQueues(url);
if (queues.length === 0)
  throw new Error('the tests made no queue in ElasticMQ: they ran elsewhere');
console.log(`the model agrees with ElasticMQ, in ${queues.length} queues`);
process.exit(0);

async function listQueues(endpoint: string): Promise<string[]> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ListQueues',
    },
    body: '{}',
  });
  const { QueueUrls = [] } = (await response.json()) as { QueueUrls?: string[] };
  return QueueUrls;
}
