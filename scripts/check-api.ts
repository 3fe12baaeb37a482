// Calls the REST API as its OpenAPI document says, and as it says not to: every status, header and body that comes back
// must be in the document. The API is that of `npm start`, with all services and a token; Schemathesis makes the calls. It
// is installed once per machine, outside the repository, and needs Python 3.10 or newer. `npm run build` comes before.
//   node scripts/check-api.ts            the same calls each time
//   SEED=7 node scripts/check-api.ts     other ones
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { XDG_CACHE_HOME, SEED = '1912' } = process.env;

const schemathesis = installOnce();
const api = await startApi();
const scratch = mkdtempSync(join(tmpdir(), 'check-api-'));
try {
  console.log(`calling ${api.url} with seed ${SEED}`);
  const calls = spawn(
    schemathesis,
    [
      ...['--config-file', join(root, 'scripts/schemathesis.toml'), 'run'],
      ...['--seed', SEED, '--header', `Authorization: Bearer ${api.token}`],
      `${api.url}/openapi.json`,
    ],
    // What it remembers of a run must not change the next one.
    { cwd: scratch, stdio: 'inherit' },
  );
  [process.exitCode] = await once(calls, 'exit');
} finally {
  await api.close();
  rmSync(scratch, { recursive: true });
}

function installOnce(): string {
  const tools = join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'lwa-bridge/api-tools-1');
  const program = join(tools, 'bin/schemathesis');
  if (existsSync(program)) return program;
  console.error('Installing Schemathesis: half a minute, once');
  execFileSync('python3', ['-m', 'venv', tools], { stdio: 'inherit' });
  const install = ['install', '--quiet', '--disable-pip-version-check', 'schemathesis==4.32.5'];
  execFileSync(join(tools, 'bin/pip'), install, { stdio: 'inherit' });
  return program;
}

/** Starts all examples, and reads where the API is, and a token, from the line that a person would paste. */
async function startApi() {
  const start = spawn(process.execPath, [join(root, 'examples/start/dist/start.js')], {
    env: { ...process.env, PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const ready = new Promise<{ url: string; token: string }>((resolve, reject) => {
    createInterface({ input: start.stdout }).on('line', (line) => {
      lines.push(line);
      const [, url, token] = line.match(/curl (http:\S+?)\/passengers.* Bearer (\S+)'/) ?? [];
      if (url && token) resolve({ url, token });
    });
    start.once('exit', () => reject(new Error(`npm start ended:\n${lines.join('\n')}`)));
  });
  return { ...(await ready), close: () => end(start) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
