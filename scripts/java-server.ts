// Starts a server in Java for the tests that hold ours against it. It ends with this process.
import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A server that is fetched as an artifact of Maven's registry. */
export interface JavaServer {
  name: string;
  /** `group:artifact:version` */
  artifact: string;
  /** The arguments of java, by the folder of the jars and the port to listen on. */
  args: (jars: string, port: number) => string[];
  /** Resolves as soon as it answers, rejects until then. */
  ask: (url: string) => Promise<unknown>;
}

const longestStartMs = 60_000;

/** Starts a server on a free port, waits until it answers, and gives its URL. */
export async function startJavaServer({ name, artifact, args, ask }: JavaServer): Promise<string> {
  const jars = execFileSync('scripts/maven-jars.sh', [artifact], { encoding: 'utf8' }).trim();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn('java', ['-Xmx256m', ...args(jars, port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  server.once('error', (error) => {
    console.error(`${name} needs Java, which could not be started: ${error.message}`);
    process.exit(1);
  });
  process.once('exit', () => server.kill());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

  const limit = Date.now() + longestStartMs;
  let last: unknown;
  while (Date.now() < limit) {
    try {
      await ask(url);
      return url;
    } catch (error) {
      last = error;
      await sleep(100);
    }
  }
  throw new Error(`${name} did not answer on ${url} within ${longestStartMs} ms`, { cause: last });
}
