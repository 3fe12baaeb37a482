import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli, folderWith } from '../support/cli.js';

const files = {
  'dist/orders.mjs': `
    export const handler = async () => {};
    export const config = { retries: 3 };
    export async function* stream() {}`,
  'dist/named.cjs':
    'module.exports = Object.fromEntries([["work", () => {}], ["stop", () => {}]]);',
  'dist/nothing.mjs': '',
  'dist/broken.mjs': 'const a = 1;\nconst b = ;\n',
  'dist/throws.mjs':
    'setInterval(() => {}, 1000);\nthrow new Error("no database", { cause: new Error("no route") });',
  'dist/serves.mjs': `
    import { serveEvents } from ${JSON.stringify(new URL('../../../dist/index.js', import.meta.url).href)};
    export const handler = async () => {};
    serveEvents(handler, { port: 0 });`,
  'src/typed.ts': 'export const handler = async () => {};',
};

/** What is said of a handler that can't be served, and with which code it ends. */
async function refusalOf(handler: string, env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await cli(['run', handler], { cwd: folderWith(files), env });
  return { code, stdout, stderr };
}

const usage = (stderr: string) => ({ code: 2, stdout: '', stderr });

describe('run refuses', () => {
  it.each([['orders'], ['dist/orders'], ['dist/.handler'], ['dist/orders.'], ['dist/orders..a']])(
    '%s, which is no name of a handler',
    async (name) => {
      expect(await refusalOf(name)).toEqual(
        usage(
          `error: '${name}' names no handler\nA handler is named by its file, without its ending, and by its export: dist/orders.handler\n`,
        ),
      );
    },
  );

  it('a file that is not there, and says which are', async () => {
    expect(await refusalOf('dist/order.handler')).toEqual(
      usage(
        'error: there is no dist/order.js, .mjs or .cjs\nIn dist there are: broken.mjs, named.cjs, nothing.mjs, orders.mjs, serves.mjs, throws.mjs\n',
      ),
    );
  });

  it.each([
    ['build/orders.handler', 'There is no folder build: has it been built?'],
    ['src/orders.handler', 'In src there are: typed.ts'],
    ['orders.handler', 'There is no JavaScript in this folder: has it been built?'],
  ])('%s, whose folder holds nothing', async (name, hint) => {
    const { code, stderr } = await refusalOf(name);
    expect(code).toBe(2);
    expect(stderr).toContain(hint);
  });

  it.each([
    [
      'dist/orders.handle',
      'dist/orders.mjs exports no handle\nIt exports config, handler, stream.',
    ],
    ['dist/named.handler', 'dist/named.cjs exports no handler\nIt exports stop, work.'],
    ['dist/nothing.handler', 'dist/nothing.mjs exports no handler\nIt exports nothing.'],
    ['dist/orders.handler.of', 'dist/orders.mjs exports no handler.of\n'],
    ['dist/orders.mjs', "The file's ending is left out: dist/orders.handler"],
    ['dist/named.cjs.work', "The file's ending is left out: dist/named.stop"],
  ])('%s, which is not exported', async (name, text) => {
    const { code, stderr } = await refusalOf(name);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });

  it('what is no function', async () => {
    expect(await refusalOf('dist/orders.config')).toEqual(
      usage('error: dist/orders.config is no function, but of type object\n'),
    );
  });

  it('a generator function, which would do nothing', async () => {
    const { code, stderr } = await refusalOf('dist/orders.stream');
    expect(code).toBe(2);
    expect(stderr).toContain('is a generator function, which does nothing when it is called');
  });

  it('a file that throws: with its stack and cause, though it keeps the process alive', async () => {
    const { code, stderr } = await refusalOf('dist/throws.handler');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: dist\/throws.mjs failed while it was imported\n/);
    expect(stderr).toMatch(/dist\/throws.mjs:2\n/);
    expect(stderr).toMatch(
      /Error: no database[\s\S]*at file:.*throws.mjs:2:7[\s\S]*cause[\s\S]*no route/,
    );
  });

  it('a file that is no JavaScript: with the line', async () => {
    const { code, stderr } = await refusalOf('dist/broken.handler');
    expect(code).toBe(1);
    expect(stderr).toMatch(/dist\/broken.mjs:2\nconst b = ;\n +\^\n\nSyntaxError/);
  });

  it('TypeScript, where Node does not run it', async () => {
    const NODE_OPTIONS = '--no-experimental-strip-types';
    const { code, stderr } = await refusalOf('src/typed.handler', { NODE_OPTIONS });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: src\/typed.ts is TypeScript, which Node \S+ does not run\n/);
  });

  it('a file that serves itself, in whichever file it is started', async () => {
    const { code, stderr } = await refusalOf('dist/serves.handler');
    expect(code).toBe(2);
    expect(stderr).toContain('dist/serves.mjs serves events itself when it is imported');
    expect(stderr).toContain('if (isMain(import.meta)) serveEvents(handler)');
  });

  it('settings under which it could lose an event', async () => {
    const env = { AWS_LWA_INVOKE_MODE: 'response_stream' };
    const { code, stderr } = await refusalOf('dist/orders.handler', env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: ERR_SETTINGS: AWS_LWA_INVOKE_MODE/);
  });

  it('a port that is taken', async () => {
    const server = createServer().listen(0);
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await refusalOf('dist/orders.handler', { PORT: String(port) });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: ERR_PORT_IN_USE: port \d+ is taken/);
  });
});
