// The command line as a container would use it, and a new handler of each kind.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

const program = 'node_modules/lwa-bridge/dist/cli/main.js';
const lwaBridge = (...args) =>
  execFileSync(process.execPath, [program, ...args], { encoding: 'utf8', stdio: 'pipe' });

for (const kind of ['sqs', 's3', 'csv', 'job', 'event']) {
  // By force, because the app is run on several versions of Node.
  const added = lwaBridge('add', `new-${kind}`, '--kind', kind, '--json', '--force');
  const { files, template } = JSON.parse(added);
  assert.ok(files.includes(`src/new-${kind}.js`));
  assert.match(template, /AWS_LWA_ERROR_STATUS_CODES: 500-599/);
  // A child of another run of tests would report to that one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  execFileSync(process.execPath, ['--test', files.at(-1)], { env, stdio: 'inherit' });
}

const env = { ...process.env, PORT: '0', AWS_LAMBDA_LOG_LEVEL: 'INFO' };
const child = spawn(process.execPath, [program, 'run', 'greet.handler'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const exited = once(child, 'exit');
const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
const { url } = JSON.parse(line);
const headers = { 'content-type': 'application/json' };
const answer = await fetch(url, { method: 'POST', headers, body: '{"name":"Ada"}' });
assert.deepEqual(await answer.json(), { hello: 'Ada' });
child.kill('SIGTERM');
assert.deepEqual(await exited, [0, null]);
