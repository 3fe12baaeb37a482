import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addHandler } from '../../../src/cli/add/add-handler.js';
import { folderWith } from '../support/cli.js';

const typescript = createRequire(import.meta.url).resolve('typescript/package.json');

/** TypeScript as it is installed here, under the number of another version. */
const compiler = (version: string) => ({
  'node_modules/typescript/package.json': JSON.stringify({ name: 'typescript', version }),
  'node_modules/typescript/bin/tsc': `require(${JSON.stringify(join(dirname(typescript), 'lib/tsc.js'))});`,
});
const { version: installed } = JSON.parse(readFileSync(typescript, 'utf8'));
const project = (compilerOptions: object, version = installed, more: object = {}) => ({
  'package.json': '{"type":"module"}',
  'tsconfig.json': JSON.stringify({ compilerOptions, ...more }),
  'src/other.ts': 'export {};',
  ...compiler(version),
});
const add = (files: Record<string, string>, dir = 'src') => {
  const folder = folderWith(files);
  const { template } = addHandler('orders', { kind: 'sqs', dir, force: false }, folder);
  const command = /Command: \[node, (.*)]/.exec(template)?.[1] ?? '';
  return { folder, command };
};

describe('the command is what the project’s compiler makes of the handler', () => {
  const nothing = { noCheck: true, types: [], module: 'nodenext' };

  it.each([
    ['by the file alone', project({ ...nothing, outDir: 'build', rootDir: 'src' })],
    [
      'without a root folder',
      { ...project({ ...nothing, outDir: 'build' }), 'test/other.ts': 'export {};' },
    ],
    ['without a folder for its output', project(nothing)],
    [
      'by what it extends',
      {
        ...project({ ...nothing }, installed, { extends: './base.json' }),
        'base.json': `{"compilerOptions":{"outDir":"\${configDir}/out","rootDir":"\${configDir}/src"}}`,
      },
    ],
  ])('%s', (_, files) => {
    const { folder, command } = add(files);
    expect(existsSync(join(folder, command))).toBe(false);
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: folder });
    expect(existsSync(join(folder, command))).toBe(true);
  });
});

describe('up to TypeScript 5 the root is the folder that all sources have in common', () => {
  const old = (files: object = {}, options: object = {}) => ({
    ...project({ outDir: 'dist', ...options }, '5.9.3'),
    ...files,
  });

  it.each([
    ['one folder', old(), 'src', 'dist/orders.js'],
    ['a folder in it', old(), 'src/handlers', 'dist/handlers/orders.js'],
    ['another one', old({ 'test/a.ts': '' }), 'src', 'dist/src/orders.js'],
    ['declarations elsewhere', old({ 'types/a.d.ts': '' }), 'src', 'dist/orders.js'],
    ['references', old({}, { composite: true }), 'src', 'dist/src/orders.js'],
    ['a root folder', old({}, { rootDir: '.' }), 'src', 'dist/src/orders.js'],
  ])('%s', (_, files, dir, command) => {
    expect(add(files, dir).command).toBe(command);
  });

  it('nothing to compile yet', () => {
    const { 'src/other.ts': _, ...files } = old();
    expect(add(files).command).toBe('dist/orders.js');
  });
});
