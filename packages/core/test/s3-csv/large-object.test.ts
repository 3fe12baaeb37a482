import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fixture, startChild } from '../support/child.js';
import { type MadeObject, startMadeObject } from './made-object.js';

// `npm test` reads a small one, .ci/run the one of 5 GB.
const size = Number(process.env.LARGE_OBJECT_BYTES ?? 300_000_000);

// What Node.js gives itself on a function of 512 MB. It sizes its heap by the memory that it finds: on
// a machine of 16 GB or more, the young generation alone is 134 MB of whatever program makes garbage.
const smallFunction = ['--max-semi-space-size=2', '--max-old-space-size=256'];

let object: MadeObject;

beforeAll(async () => {
  object = await startMadeObject(size, Math.ceil(size / 4));
});
afterAll(() => object.close());

it(`reads an object of ${size / 1e6} MB in less than 120 MB above the start`, async () => {
  const child = startChild(fixture('read-object.mjs', import.meta), {
    nodeArgs: smallFunction,
    env: { PORT: String(object.port) },
  });
  await child.prints(/ready/);
  const start = residentMb(child.process.pid);
  let most = start;
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(child.process.pid));
  }, 100);
  child.kill('SIGUSR2');
  const { code } = await child.exited.finally(() => clearInterval(watch));

  expect(child.output()).toContain(JSON.stringify({ rows: object.rows, inOrder: true }));
  expect(code).toBe(0);
  // The connection was dropped again and again.
  expect(object.requests()).toBeGreaterThan(3);
  expect(start).toBeGreaterThan(20);
  expect(most - start).toBeLessThan(120);
  console.log(`${object.rows} rows, ${(most - start).toFixed(0)} MB above the start`);
}, 3_600_000);

/** The memory of a process as the operating system counts it; 0 when it is gone. */
function residentMb(pid: number | undefined): number {
  try {
    const kilobytes =
      process.platform === 'linux'
        ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
        : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
