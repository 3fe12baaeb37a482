import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

it.each(['generic-event', 'rest-api', 'sqs-job', 's3-csv'])(
  'importing the handler of %s starts nothing and needs no variable',
  async (example) => {
    const file = new URL(`../../${example}/dist/handler.js`, import.meta.url).href;
    const code = `const { createApp, handler } = await import('${file}'); console.log(typeof (handler ?? createApp));`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { env: {} });
    const ended = once(child, 'exit');
    expect(await text(child.stderr)).toBe('');
    expect(await text(child.stdout)).toBe('function\n');
    // Nothing keeps it running: no server, no timer, no connection.
    expect(await ended).toEqual([0, null]);
  },
);
