import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Milliseconds from its last signal, or its start. */
  ms: number;
}

/** A process of one test. */
export interface Child {
  readonly process: ChildProcess;
  /** Both of its outputs so far. */
  output(): string;
  /** Its lines of JSON so far. */
  lines(): Record<string, unknown>[];
  /** Resolves with the match when its output matches. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<Exit>;
}

export interface ChildOptions {
  env?: Record<string, string>;
  /** What to run it with. @default the Node that runs the tests */
  node?: string;
  nodeArgs?: string[];
  args?: string[];
  cwd?: string;
}

/** Starts a file in a process of its own, which is gone when the test is over. */
export function startChild(file: string, options: ChildOptions = {}): Child {
  const { node = process.execPath, nodeArgs = [], args = [], env = {}, cwd } = options;
  const child = spawn(node, [...nodeArgs, file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
    cwd,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let since = performance.now();
  let output = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const watch of watchers) watch();
    });
  }
  return {
    process: child,
    output: () => output,
    lines: () =>
      output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    prints: (pattern) =>
      new Promise((resolve) => {
        const watch = () => {
          const match = pattern.exec(output);
          if (!match) return;
          watchers.delete(watch);
          resolve(match);
        };
        watchers.add(watch);
        watch();
      }),
    kill(signal) {
      since = performance.now();
      child.kill(signal);
    },
    exited: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, ms: performance.now() - since }));
    }),
  };
}

/** The path of a fixture beside a test. */
export const fixture = (name: string, meta: ImportMeta): string =>
  fileURLToPath(new URL(`fixtures/${name}`, meta.url));

/** The Node of the tests, and the machine's own where that is another one. */
export function everyNode(): string[] {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter(isExecutable)
    .map((path) => realpathSync(path))
    // A package's launcher is no Node, and this one we have.
    .filter((path) => !path.includes('node_modules'));
  return [...new Set([realpathSync(process.execPath), ...onPath])];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
