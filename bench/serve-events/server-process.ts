import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';

/** A server under measurement. */
export interface ServerProcess {
  port: number;
  /** From spawn to the first 200 on the readiness path. */
  startMs: number;
  residentMb(): Promise<number>;
  stop(): Promise<void>;
}

// Nobody listens there: it is the variable that tells a process that it runs in Lambda.
const asInLambda = {
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
  AWS_LWA_ERROR_STATUS_CODES: '500-599',
};

/** Starts a server file and asks its port every half millisecond until it answers 200. */
export async function startServer(
  file: string,
  port: number,
  { path = '/', env: more = {} }: { path?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<ServerProcess> {
  // Where it is set, this variable adds tens of milliseconds to each start of Node 20.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const started = performance.now();
  const child = spawn(process.env.BENCH_NODE ?? process.execPath, [file], {
    env: { ...env, ...asInLambda, ...more, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers200(port, path))) {
    if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 0.5));
  }
  const startMs = performance.now() - started;
  return { port, startMs, residentMb: () => residentMb(child), stop: () => stop(child) };
}

function answers200(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`));
    socket.on('data', (head) => {
      resolve(head.toString('latin1').startsWith('HTTP/1.1 200'));
      socket.destroy();
    });
  });
}

async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
