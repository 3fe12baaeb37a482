import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findAdapter } from '../../src/lambda-service/find-adapter.js';
import { startSandbox } from '../../src/lambda-service/sandbox.js';

const folder = mkdtempSync(join(tmpdir(), 'find-adapter-'));
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, mode = 0o755): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
}

const onPath = program('bin/lambda-adapter');
const other = program('other-adapter');
const plainFile = program('plain-file', 0o644);
mkdirSync(join(folder, 'empty/lambda-adapter'), { recursive: true });
const env = { PATH: ['', join(folder, 'empty'), join(folder, 'bin')].join(delimiter) };

test('on the PATH the first executable file counts, not a folder of that name', () => {
  expect(findAdapter({ env })).toBe(onPath);
});

test('LAMBDA_ADAPTER goes before the PATH, the option before both', () => {
  expect(findAdapter({ env: { ...env, LAMBDA_ADAPTER: other } })).toBe(other);
  expect(findAdapter({ adapter: onPath, env: { LAMBDA_ADAPTER: other } })).toBe(onPath);
});

test('a machine may have none', () => {
  expect(findAdapter({ env: {} })).toBeUndefined();
});

test('a path that leads nowhere is an error that names it and where it was given', () => {
  const gone = join(folder, 'gone');
  const notFound = (text: string) =>
    expect.objectContaining({
      code: 'ERR_ADAPTER_NOT_FOUND',
      message: expect.stringContaining(text),
    });
  expect(() => findAdapter({ adapter: gone, env })).toThrow(
    notFound(`the option adapter names ${gone}`),
  );
  const byVariable = () => findAdapter({ env: { ...env, LAMBDA_ADAPTER: plainFile } });
  expect(byVariable).toThrow(notFound(`LAMBDA_ADAPTER names ${plainFile}`));
});

test('a sandbox does not start without one', async () => {
  const started = startSandbox({ command: 'node', adapter: join(folder, 'gone') });
  await expect(started).rejects.toMatchObject({ code: 'ERR_ADAPTER_NOT_FOUND' });
});
