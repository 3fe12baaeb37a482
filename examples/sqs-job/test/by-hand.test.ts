import { fileURLToPath } from 'node:url';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import { startWebProcess } from 'lwa-bridge-local';
import { afterEach, expect, it } from 'vitest';

// The built file, started and asked as its README says.
const file = fileURLToPath(new URL('../dist/handler.js', import.meta.url));
const titanic = useTitanic();
const closers: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

it('names the variable that is missing', async () => {
  expect(await run({})).toMatchObject({
    status: 500,
    errorMessage: expect.stringContaining('environment variable JOBS_TABLE is not set'),
  });
});

it('says that there is no such job', async () => {
  const env = { ...titanic.platform.env, APP_NAMESPACE: 'titanic', APP_ENV: 'test' };
  expect(await run(env)).toMatchObject({
    status: 500,
    errorMessage: expect.stringContaining('there is no job test-123 in table titanic-test-jobs'),
  });
});

async function run(env: Record<string, string>): Promise<object> {
  const { close, url } = await startWebProcess({
    name: 'sqs-job',
    command: [process.execPath, file],
    env,
  });
  closers.push(close);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"Records":[{"body":"{\\"job_id\\":\\"test-123\\"}"}]}',
  });
  return { status: response.status, ...((await response.json()) as object) };
}
