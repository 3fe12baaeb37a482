import { createHistorian } from 'example-titanic/testing/historian';
import { titanicQueues, titanicTables } from 'example-titanic/testing/resources';
import { startLocal } from 'lwa-bridge-local';
import { evalCases } from './cases.js';
import { evaluate, type Verdict } from './evaluate.js';

// Tables and queue are started here, the model too: AWS_ENDPOINT_URL_BEDROCK_RUNTIME names a real one.
const platform = await startLocal({
  tables: titanicTables('titanic', 'eval'),
  queues: titanicQueues,
  bedrock: createHistorian().reply,
});
process.env.BEDROCK_MODEL_ID ||= 'historian';
Object.assign(process.env, platform.env, {
  APP_NAMESPACE: 'titanic',
  APP_ENV: 'eval',
  JOBS_QUEUE_URL: platform.queues.jobs.url,
});

// The worker as it ships. In a bundle with this file it would take itself for the one that was started.
const { handler } = await import(new URL('handler.js', import.meta.url).href);

try {
  const verdicts: Verdict[] = [];
  for (const expected of evalCases()) verdicts.push(await evaluate(handler, expected));
  console.log(`${process.env.BEDROCK_MODEL_ID}:`);
  console.table(
    verdicts.map(({ problems, ...verdict }) => ({ ...verdict, problems: problems.length })),
  );
  for (const { ticket, problems } of verdicts) {
    for (const problem of problems) console.log(`${ticket}: ${problem}`);
  }
  process.exitCode = verdicts.some(({ problems }) => problems.length > 0) ? 1 : 0;
} finally {
  await platform.close();
}
