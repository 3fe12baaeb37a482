import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsup';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isMain } from '../../src/serve-events/is-main.js';
import { type ChildOptions, everyNode, fixture, startChild } from '../support/child.js';

const started = fixture('is-main.mjs', import.meta);
const importer = fixture('imports-is-main.mjs', import.meta);

/** A folder for one test in which `lwa-bridge` is installed. */
function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lwa-bridge-is-main-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'node_modules'));
  const core = fileURLToPath(new URL('../..', import.meta.url));
  symlinkSync(core, join(folder, 'node_modules/lwa-bridge'), 'dir');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

/** Bundles the fixture with the library in it; gives the bundle's path. */
async function bundle(format: 'esm' | 'cjs'): Promise<string> {
  const outDir = scratchFolder();
  await build({
    entry: [started],
    format,
    outDir,
    noExternal: [/./],
    config: false,
    silent: true,
    outExtension: () => ({ js: format === 'esm' ? '.mjs' : '.cjs' }),
  });
  return join(outDir, `is-main.${format === 'esm' ? 'mjs' : 'cjs'}`);
}

async function printed(file: string, options: ChildOptions): Promise<string> {
  const child = startChild(file, options);
  const { code } = await child.exited;
  expect(child.output()).toContain('is-main: ');
  expect(code).toBe(0);
  return child.output();
}

describe.each(everyNode())('with %s', (node) => {
  it('is true in the file that was started', async () => {
    expect(await printed(started, { node })).toContain('is-main: true');
  });

  it('is true by a relative path', async () => {
    const cwd = dirname(started);
    expect(await printed(basename(started), { node, cwd })).toContain('is-main: true');
    expect(await printed(`./${basename(started)}`, { node, cwd })).toContain('is-main: true');
  });

  it('is false in a file that is imported', async () => {
    const output = await printed(importer, { node });
    expect(output).toContain('is-main: false');
    expect(output).toContain('the importer is done');
  });

  it('is false in a file that is imported from a script text', async () => {
    const nodeArgs = ['--input-type=module', '--eval', `await import(${JSON.stringify(started)})`];
    const child = startChild('', { node, nodeArgs });
    await child.exited;
    expect(child.output()).toContain('is-main: false');
  });

  it('is true through a symlink', async () => {
    const link = join(scratchFolder(), 'handler.mjs');
    symlinkSync(started, link);
    expect(await printed(link, { node })).toContain('is-main: true');
  });

  it('is true through a symlinked folder, also with --preserve-symlinks-main', async () => {
    const link = join(scratchFolder(), 'app');
    symlinkSync(dirname(started), link);
    const file = join(link, basename(started));
    expect(await printed(file, { node })).toContain('is-main: true');
    const nodeArgs = ['--preserve-symlinks', '--preserve-symlinks-main'];
    expect(await printed(file, { node, nodeArgs })).toContain('is-main: true');
  });

  it.each([
    ['handler.js', 'handler'],
    ['handler/index.js', 'handler'],
    ['handler with spaces ü.js', 'handler with spaces ü.js'],
  ])('is true in %s, started as "%s"', async (file, argument) => {
    const folder = scratchFolder();
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    copyFileSync(started, join(folder, file));
    expect(await printed(join(folder, argument), { node })).toContain('is-main: true');
  });

  it('is true in a bundle that was started, false in one that is imported', async () => {
    const file = await bundle('esm');
    expect(await printed(file, { node })).toContain('is-main: true');
    const imports = join(dirname(file), 'imports.mjs');
    writeFileSync(imports, `import './${basename(file)}';\n`);
    expect(await printed(imports, { node })).toContain('is-main: false');
  });

  it('is a clear error in a CommonJS build, where import.meta is empty', async () => {
    const child = startChild(await bundle('cjs'), { node });
    expect((await child.exited).code).not.toBe(0);
    expect(child.output()).toMatch(/ERR_NOT_A_MODULE/);
    expect(child.output()).toMatch(/require\.main === module/);
  });
});

it.each([[{}], [{ url: undefined }], [{ dirname: '/app' }]])(
  'refuses an empty import.meta: %j',
  (meta) => {
    expect(() => isMain(meta as ImportMeta)).toThrow(
      expect.objectContaining({ code: 'ERR_NOT_A_MODULE' }),
    );
  },
);

it.each([
  [import.meta.url, 'string'],
  [true, 'boolean'],
  [undefined, 'undefined'],
  [null, 'null'],
])('refuses what is no import.meta, and says what it got: %s', (given, kind) => {
  expect(() => isMain(given as never)).toThrow(
    expect.objectContaining({
      code: 'ERR_SETTINGS',
      message: `isMain: the argument is import.meta itself, got ${kind}: isMain(import.meta)`,
    }),
  );
});

it('does not call empty what is not', () => {
  expect(() => isMain({ id: '.', exports: {} } as never)).toThrow('what it got has no url');
});

it('is false for a module that is no file', () => {
  expect(isMain({ url: 'data:text/javascript,0' } as ImportMeta)).toBe(false);
});

it('is false for a file that is no more', () => {
  const url = pathToFileURL(join(dirname(started), 'gone.mjs')).href;
  expect(isMain({ url } as ImportMeta)).toBe(false);
});
