import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsup';
import { alternate, report } from '../ratio.ts';
import { startServer } from '../serve-events/server-process.ts';
import { type Example, examples } from './examples.ts';

const rounds = 20;
const outDir = fileURLToPath(new URL('dist', import.meta.url));

/**
 * Each example of the image from spawn to its first 200, against a bare `node:http` server that imports
 * the AWS clients of that example and nothing else, bundled the same way. With compiled code in a cache, too: that
 * is what the image holds.
 */
export async function benchColdStart(): Promise<void> {
  console.log(
    'cold start of the examples / bare node:http with the same AWS clients (at most 1.5 wanted)',
  );
  await bundlePeers();
  const cache = await mkdtemp(join(tmpdir(), 'compile-cache-'));
  try {
    for (const example of examples) {
      await benchStart(example.name, example, {});
      await benchStart(`${example.name}, compiled`, example, { NODE_COMPILE_CACHE: cache });
    }
  } finally {
    await rm(cache, { recursive: true });
  }
}

async function benchStart(
  figure: string,
  { file, name, readinessPath, env }: Example,
  cached: { NODE_COMPILE_CACHE?: string },
): Promise<void> {
  const start = async (server: string, path: string) => {
    const options = { path, env: { ...env, ...cached } };
    const { startMs, stop } = await startServer(server, 18_080, options);
    await stop();
    return startMs;
  };
  const ours = () => start(file, readinessPath);
  const peer = join(outDir, `${name}.mjs`);
  const peers = () => start(peer, '/');
  if (cached.NODE_COMPILE_CACHE) for (const server of [file, peer]) fillCache(server, cached);
  await ours();
  await peers();
  report(figure, 'ms', await alternate(rounds, ours, peers));
}

// By importing it, as the Dockerfile does: a process writes its cache when it exits.
function fillCache(server: string, cached: NodeJS.ProcessEnv): void {
  const code = `await import(${JSON.stringify(pathToFileURL(server).href)}); process.exit();`;
  const env = { ...process.env, ...cached, PORT: '0' };
  const node = process.env.BENCH_NODE ?? process.execPath;
  execFileSync(node, ['--input-type=module', '--eval', code], { env });
}

async function bundlePeers(): Promise<void> {
  const peer = (name: string) => fileURLToPath(new URL(`peers/${name}.mjs`, import.meta.url));
  await build({
    config: false,
    silent: true,
    outDir,
    entry: examples.map(({ name }) => peer(name)),
    format: 'esm',
    outExtension: () => ({ js: '.mjs' }),
    target: 'node20.19',
    splitting: false,
    noExternal: [/./],
  });
}
