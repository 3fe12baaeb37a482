import { parseArgs } from 'node:util';
import { isLwaBridgeError } from 'lwa-bridge';
import { explain } from './describe-event.js';
import { run } from './run.js';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second time somebody does not want to wait; handlers end with this process.
    if (interrupted.signal.aborted) process.exit(1);
    interrupted.abort(new Error(`interrupted by ${signal}`));
  });
}

try {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  await run({
    env: process.env,
    once: values.once,
    interrupted: interrupted.signal,
    print: console.log,
  });
} catch (error) {
  console.error(`\nFailed: ${explain(error)}`);
  if (isLwaBridgeError(error) && error.code === 'ERR_PORT_IN_USE') {
    console.error('PORT names another one: PORT=8081 npm start');
  }
  process.exitCode = 1;
}
