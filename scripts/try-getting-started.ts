// Takes the steps of docs/getting-started.md in an empty folder: files are written, commands are run,
// and what the page says they print must be in what they print.
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CodeBlock } from '../docs/test/code-blocks/code-block.ts';
import { markdownBlocks } from '../docs/test/code-blocks/markdown-blocks.ts';
import { freePort } from './free-port.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/**
 * Takes every step of the page.
 *
 * @param tarballs - what is installed in the place of the published packages, by their names
 */
export async function tryGettingStarted(
  folder: string,
  tarballs: Readonly<Record<string, string>>,
): Promise<void> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const running: ChildProcess[] = [];
  let here = folder;
  let printed = '';
  try {
    for (const block of markdownBlocks(read('../docs/getting-started.md'), 'getting started')) {
      const { language, text, file, background } = block;
      const script = withVersions(text, tarballs).replace('localhost:8080', `localhost:${port}`);
      if (file !== undefined) write(join(here, file), text);
      else if (background !== undefined) running.push(await start(script, background, here, env));
      else if (language === 'sh') ({ here, printed } = run(script, here, env));
      else expectPrinted(block, printed);
    }
  } finally {
    for (const { pid } of running) if (pid) process.kill(-pid);
  }
}

// Of others, the version that the page's code is checked with.
function withVersions(script: string, tarballs: Readonly<Record<string, string>>): string {
  const { devDependencies } = JSON.parse(read('../docs/package.json'));
  const pinned = (name: string) =>
    tarballs[name] ?? (name in devDependencies ? `${name}@${devDependencies[name]}` : name);
  return script.replace(/^npm install .*/gm, (line) => line.split(' ').map(pinned).join(' '));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}

function run(script: string, cwd: string, env: NodeJS.ProcessEnv) {
  console.log(script.replace(/^/gm, '> '));
  // Errors among the output, as on a terminal; last of all the folder that the next step is taken in.
  const output = execFileSync('bash', ['-euc', `exec 2>&1\n${script}\necho; pwd`], {
    ...{ cwd, env, encoding: 'utf8' },
  });
  console.log(output);
  const lines = output.trimEnd().split('\n');
  return { here: lines.pop() ?? cwd, printed: lines.join('\n') };
}

/** Starts what stays, in a process group of its own; it is ready once it says so. */
function start(script: string, ready: string, cwd: string, env: NodeJS.ProcessEnv) {
  console.log(script.replace(/^/gm, '> '));
  const child = spawn('bash', ['-euc', `exec 2>&1\n${script}`], { cwd, env, detached: true });
  let output = '';
  return new Promise<ChildProcess>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes(ready)) resolve(child);
    });
    child.once('exit', () => reject(new Error(`it ended without '${ready}':\n${output}`)));
  });
}

function expectPrinted({ language, text, line }: CodeBlock, printed: string): void {
  if (language === 'json') {
    const [reply = ''] = printed.match(/\{.*\}/s) ?? [];
    assert.deepEqual(JSON.parse(reply), JSON.parse(text));
    return;
  }
  assert.equal(language, 'text', `line ${line} is no step`);
  for (const expected of text.split('\n')) {
    assert(printed.includes(expected), `'${expected}' was not printed, but:\n${printed}`);
  }
}
