import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../fixtures/starts-children.mjs', import.meta.url));

const parents: ChildProcess[] = [];
afterEach(() => {
  for (const parent of parents.splice(0)) parent.kill('SIGKILL');
});

/** Starts the program, and resolves with the URLs of the functions that it runs. */
async function start(behaviour = '') {
  const parent = spawn(process.execPath, [program, behaviour], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  parents.push(parent);
  const lines: string[] = [];
  const firstLine = new Promise<string>((resolve) => {
    createInterface({ input: parent.stdout }).on('line', (line) => {
      lines.push(line);
      resolve(line);
    });
  });
  const exited = once(parent, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const urls = JSON.parse(await firstLine) as string[];
  return { parent, urls, exited, lines };
}

/** Those that answer: an orphan that ended can stay in the list of processes for a while. */
async function alive(urls: string[]): Promise<string[]> {
  const answers = await Promise.allSettled(urls.map((url) => fetch(url)));
  return urls.filter((_url, index) => answers[index]?.status === 'fulfilled');
}

describe('functions end with the process that started them', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'when %s ends it',
    async (signal) => {
      const { parent, urls, exited } = await start();
      expect(await alive(urls)).toHaveLength(2);
      parent.kill(signal);
      expect(await exited).toEqual([null, signal]);
      await expect.poll(() => alive(urls)).toEqual([]);
    },
  );

  it('when an uncaught error ends it', async () => {
    const { urls, exited } = await start('throws');
    expect(await exited).toEqual([1, null]);
    await expect.poll(() => alive(urls)).toEqual([]);
  });
});

it('leaves them alone while it goes on', async () => {
  const { parent, urls, lines } = await start('listens');
  parent.kill('SIGTERM');
  await expect.poll(() => lines).toContain('heard it');
  expect(await alive(urls)).toHaveLength(2);
});

it('does not keep a process alive that has closed its functions', async () => {
  const { exited, urls } = await start('closes');
  expect(await exited).toEqual([0, null]);
  expect(await alive(urls)).toEqual([]);
});
