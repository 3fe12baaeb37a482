import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Child, startChild } from '../../support/child.js';

/** The program as it is published. */
export const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** How the program ended. */
export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd?: string;
  env?: Record<string, string>;
  node?: string;
  /** Where the program is installed. @default in this package */
  installed?: string;
}

/** Runs `lwa-bridge` with these arguments to its end. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { cwd, env = {}, node = process.execPath, installed = program } = options;
  const child = spawn(node, [installed, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (texts.stderr += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })));
}

/** Starts `lwa-bridge run` on a free port; resolves when it listens. */
export async function startRun(
  handler: string,
  { cwd, env, node }: CliOptions = {},
): Promise<Child & { url: string }> {
  const child = startChild(program, {
    args: ['run', handler],
    env: { PORT: '0', ...env },
    ...(cwd !== undefined && { cwd }),
    ...(node !== undefined && { node }),
  });
  const ended = child.exited.then(({ code }) => {
    throw new Error(`it ended with ${code}: ${child.output()}`);
  });
  const [, url = ''] = await Promise.race([child.prints(/"url":"([^"]+)"/), ended]);
  return { ...child, url };
}

/** A folder with these files, for one test. */
export function folderWith(files: Record<string, string> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lwa-bridge-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
