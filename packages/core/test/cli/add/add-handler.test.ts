import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addHandler } from '../../../src/cli/add/add-handler.js';
import type { Kind } from '../../../src/cli/add/kinds.js';
import { cli, folderWith } from '../support/cli.js';

const packageJson = (fields: object) => ({ 'package.json': JSON.stringify(fields) });
const module = packageJson({ type: 'module' });
const tsconfig = (compilerOptions: object) => ({
  'tsconfig.json': `// As tsc --init writes it.\n${JSON.stringify({ compilerOptions }).replace('}', ', /* more */ }')}`,
});

/** What is added to a project of these files. */
function addTo(
  files: Record<string, string>,
  name = 'orders',
  options: { kind?: Kind; dir?: string; force?: boolean } = {},
) {
  const folder = folderWith(files);
  const given = { kind: 'sqs' as const, dir: 'src', force: false, ...options };
  const added = addHandler(name, given, folder);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  return { ...added, folder, read, command: /Command: \[(.*)]/.exec(added.template)?.[1] };
}

describe('the files', () => {
  it.each([
    ['JavaScript', module, 'src/orders.js', 'node --test src/orders.test.js', 'src/orders.js'],
    [
      'CommonJS',
      packageJson({}),
      'src/orders.mjs',
      'node --test src/orders.test.mjs',
      'src/orders.mjs',
    ],
    [
      'TypeScript',
      { ...module, ...tsconfig({ rootDir: './src', outDir: './build' }) },
      'src/orders.ts',
      'npx tsc && node --test build/orders.test.js',
      'build/orders.js',
    ],
    [
      'TypeScript without a root folder',
      { ...module, 'tsconfig.json': `{"compilerOptions":{"outDir":"\${configDir}/dist"}}` },
      'src/orders.ts',
      'npx tsc && node --test dist/src/orders.test.js',
      'dist/src/orders.js',
    ],
    [
      'TypeScript without a folder for its output, with a byte order mark',
      {
        'package.json': `\uFEFF${module['package.json']}`,
        'tsconfig.json': '\uFEFF{"compilerOptions":{"rootDir":"src"}}',
      },
      'src/orders.ts',
      'npx tsc && node --test src/orders.test.js',
      'src/orders.js',
    ],
    [
      'TypeScript, CommonJS by default',
      tsconfig({ rootDir: 'src', outDir: 'dist' }),
      'src/orders.mts',
      'npx tsc && node --test dist/orders.test.mjs',
      'dist/orders.mjs',
    ],
    [
      'TypeScript by its package alone',
      packageJson({ type: 'module', devDependencies: { typescript: '6.0.3' } }),
      'src/orders.ts',
      'npx tsc && node --test dist/src/orders.test.js',
      'dist/src/orders.js',
    ],
    [
      'TypeScript that Node runs as it is',
      { ...module, ...tsconfig({ rootDir: 'src', allowImportingTsExtensions: true }) },
      'src/orders.ts',
      'node --test src/orders.test.ts',
      'dist/orders.js',
    ],
    [
      'vitest',
      { ...packageJson({ type: 'module', devDependencies: { vitest: '5.1.1' } }), ...tsconfig({}) },
      'src/orders.ts',
      'npx vitest run src/orders.test.ts',
      'src/orders.js',
    ],
  ])('suit a project of %s', (_, files, handler, test, started) => {
    const added = addTo(files);
    expect(added.files).toEqual([handler, handler.replace('.', '.test.')]);
    expect({ test: added.test, command: added.command }).toEqual({
      test,
      command: `node, ${started}`,
    });
  });

  it('import each other as their project does', () => {
    const imports = (files: Record<string, string>) => {
      const { files: paths, read } = addTo(files, 'mail-out', { kind: 'job' });
      return paths.flatMap((path) => read(path).match(/'\.\/.*'/g) ?? []);
    };
    const names = [
      "'./mail-out-jobs.E'",
      "'./mail-out-jobs.E'",
      "'./mail-out.E'",
      "'./mail-out-jobs.E'",
    ];
    const withEnding = (ending: string) => names.map((name) => name.replace('E', ending)).sort();
    expect(imports(module).sort()).toEqual(withEnding('js'));
    expect(imports({}).sort()).toEqual(withEnding('mjs'));
    expect(imports(tsconfig({})).sort()).toEqual(withEnding('mjs'));
    const rewriting = tsconfig({ rewriteRelativeImportExtensions: true });
    expect(imports({ ...module, ...rewriting }).sort()).toEqual(withEnding('ts'));
  });

  it('use the runner of tests that is installed', () => {
    const vitest = packageJson({ type: 'module', devDependencies: { vitest: '5.1.1' } });
    expect(addTo(vitest).read('src/orders.test.js')).toContain("import { test } from 'vitest'");
    expect(addTo(module).read('src/orders.test.js')).toContain("import { test } from 'node:test'");
  });

  it('bear the name, and no trace of the one they were made with', () => {
    for (const kind of ['sqs', 's3', 'csv', 'job', 'event'] as const) {
      const { files, read, template } = addTo(module, 'new-2-names', { kind });
      const texts = [...files, ...files.map(read), template].join('\n');
      expect(texts).toContain('new-2-names');
      expect(template).toMatch(/^ {2}New2NamesFunction:$/m);
      expect(texts).not.toMatch(/example/i);
    }
  });

  it('go where they are told to', () => {
    const { files, command } = addTo(module, 'orders', { dir: './app//queues/' });
    expect(files).toEqual(['app/queues/orders.js', 'app/queues/orders.test.js']);
    expect(command).toBe('node, app/queues/orders.js');
    expect(addTo(module, 'orders', { dir: '.' }).files[0]).toBe('orders.js');
    const folder = folderWith(module);
    const options = { kind: 'sqs' as const, dir: join(folder, 'lib'), force: false };
    expect(addHandler('orders', options, folder).files[0]).toBe('lib/orders.js');
  });
});

describe('what is to be installed', () => {
  const aws = ['@aws-sdk/client-s3', '@aws-sdk/client-dynamodb', '@aws-sdk/client-sqs'];

  it('is what the kind needs and the project has not', () => {
    expect(addTo(module).install).toEqual(['lwa-bridge']);
    expect(addTo(module, 'list', { kind: 'csv' }).install).toEqual(['lwa-bridge', ...aws]);
    const some = packageJson({
      dependencies: { 'lwa-bridge': '0.1.0', '@aws-sdk/client-s3': '3.0.0' },
      devDependencies: { '@aws-sdk/client-sqs': '3.0.0' },
    });
    expect(addTo(some, 'list', { kind: 'csv' }).install).toEqual([
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-sqs',
    ]);
  });

  it('is said with the flag that moves a devDependency to where an image has it', async () => {
    const cwd = folderWith(packageJson({ devDependencies: { 'lwa-bridge': '0.1.0' } }));
    const { stderr } = await cli(['add', 'orders'], { cwd });
    expect(stderr).toContain('Install: npm install --save-prod lwa-bridge\n');
  });
});

describe('a folder that is none', () => {
  it('ends with 1 and no stack', async () => {
    const cwd = folderWith({ ...module, lib: 'a file' });
    const { code, stdout, stderr } = await cli(['add', 'orders', '--dir', 'lib'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain("orders.js can't be written: ");
    expect(stderr).toContain('--dir');
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe('a file that exists', () => {
  const files = { ...module, 'src/orders.test.js': 'mine' };

  it('is never written over, and nothing is written beside it', () => {
    const folder = folderWith(files);
    const options = { kind: 'sqs' as const, dir: 'src', force: false };
    expect(() => addHandler('orders', options, folder)).toThrow(
      'src/orders.test.js exists already',
    );
    expect(readFileSync(join(folder, 'src/orders.test.js'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'src/orders.js'))).toBe(false);
  });

  it('is, where that is asked for', () => {
    expect(addTo(files, 'orders', { force: true }).read('src/orders.test.js')).toContain(
      'deliver(',
    );
  });
});

describe('a name', () => {
  it.each([
    'Orders',
    'new_orders',
    '../orders',
    'a/b',
    '1st',
    '-a',
    'a-',
    'a--b',
    '',
    'a'.repeat(36),
  ])('%j is refused', (name) => {
    expect(() => addTo(module, name)).toThrow(`'${name}' is no name for a handler`);
  });
});
