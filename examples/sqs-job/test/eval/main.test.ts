import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startHistorian } from 'example-titanic/testing/historian';
import { afterEach, expect, it } from 'vitest';
import { evalCases } from '../../eval/cases.js';

// The built file, as `npm run eval` runs it.
const file = fileURLToPath(new URL('../../dist/eval.js', import.meta.url));
const closers: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

it('prints a line for each ticket', async () => {
  const { exitCode, stdout } = await run({});
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^historian:/);
  for (const { ticket } of evalCases()) expect(stdout).toContain(`'${ticket}'`);
});

it('asks the model that the environment names, and fails with it', async () => {
  const historian = await startHistorian({ LINE: ['guardrail'] });
  closers.push(historian.close);
  const { exitCode, stdout } = await run({
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: historian.url,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    BEDROCK_MODEL_ID: 'another-model',
  });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^another-model:/);
  expect(stdout).toContain('LINE: FAILED: guardrail: ');
  expect(historian.requests.map(({ modelId }) => modelId)).toContain('another-model');
});

async function run(env: NodeJS.ProcessEnv): Promise<{ exitCode: number; stdout: string }> {
  const { PATH, HOME } = process.env;
  const running = promisify(execFile)(process.execPath, [file], { env: { PATH, HOME, ...env } });
  return running.then(
    ({ stdout }) => ({ exitCode: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ exitCode: code, stdout }),
  );
}
