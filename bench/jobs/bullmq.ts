import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Queue, QueueEvents } from 'bullmq';
import { inputOf } from './definitions.ts';
import type { Contender } from './on-the-path.ts';

const workerProgram = fileURLToPath(new URL('bullmq-worker.ts', import.meta.url));

/**
 * BullMQ with a worker's process of its own, on a Redis that writes each change to its log on disk;
 * `undefined` where there is no Redis.
 */
export async function startBullMq(): Promise<Contender | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const path = join(folder, 'socket');
  const settings = ['--port', '0', '--unixsocket', path, '--dir', folder, '--appendonly', 'yes'];
  const redis = spawn('redis-server', settings, { stdio: 'ignore' });
  if (!(await isStarted(redis))) {
    rmSync(folder, { recursive: true });
    return undefined;
  }

  // It tries again until the socket is there.
  const connection = { path };
  const queue = new Queue('bench', { connection });
  const events = new QueueEvents('bench', { connection });
  await events.waitUntilReady();
  const env = { ...process.env, REDIS_SOCKET: path };
  const worker = spawn(process.execPath, [workerProgram], { stdio: 'inherit', env });
  let onCompleted = () => {};
  events.on('completed', () => onCompleted());

  return {
    async run(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      let left = count;
      onCompleted = () => {
        left -= 1;
        if (left === 0) resolve();
      };
      const started = performance.now();
      await queue.addBulk(
        Array.from({ length: count }, (_, number) => ({ name: 'analyse', data: inputOf(number) })),
      );
      await promise;
      return (performance.now() - started) / count;
    },
    async close() {
      await end(worker);
      await Promise.all([queue.close(), events.close()]);
      await end(redis);
      rmSync(folder, { recursive: true });
    },
  };
}

// Whether the program is there at all.
function isStarted(child: ChildProcess): Promise<boolean> {
  return Promise.race([
    once(child, 'spawn').then(() => true),
    once(child, 'error').then(() => false),
  ]).catch(() => false);
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
