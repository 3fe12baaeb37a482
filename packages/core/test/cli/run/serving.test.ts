import { describe, expect, it } from 'vitest';
import { everyNode } from '../../support/child.js';
import { send } from '../../support/http.js';
import { folderWith, startRun } from '../support/cli.js';

const json = { 'content-type': 'application/json' };

/** What the handler of a file answers to an event. */
async function answerOf(handler: string, files: Record<string, string>, node?: string) {
  const cwd = folderWith(files);
  const { url } = await startRun(handler, { cwd, ...(node !== undefined && { node }) });
  const { status, text } = await send(url, { headers: json, body: '{"name":"Ada"}' });
  return { status, reply: JSON.parse(text) };
}

const greeting = 'async ({ name }) => ({ hello: name })';
const greeted = { status: 200, reply: { hello: 'Ada' } };

describe.each(everyNode())('run (%s)', (node) => {
  it('serves a handler of an ES module', async () => {
    const files = { 'dist/greet.mjs': `export const handler = ${greeting};` };
    expect(await answerOf('dist/greet.handler', files, node)).toEqual(greeted);
  });

  it('serves a handler of a CommonJS file', async () => {
    const files = { 'greet.cjs': `exports.handler = ${greeting};` };
    expect(await answerOf('greet.handler', files, node)).toEqual(greeted);
  });

  it('serves what a CommonJS file exports under a name that Node can not foretell', async () => {
    const files = {
      'greet.cjs': `module.exports = Object.fromEntries([['handler', ${greeting}]]);`,
    };
    expect(await answerOf('greet.handler', files, node)).toEqual(greeted);
  });
});

describe('run', () => {
  it.each([
    ['module', `export const handler = ${greeting};`],
    ['commonjs', `exports.handler = ${greeting};`],
  ])('takes a .js file for what package.json says: %s', async (type, text) => {
    const files = { 'package.json': JSON.stringify({ type }), 'greet.js': text };
    expect(await answerOf('greet.handler', files)).toEqual(greeted);
  });

  it('prefers .js to .mjs and .mjs to .cjs, as Lambda does', async () => {
    const files = {
      'package.json': '{"type":"module"}',
      'a.cjs': 'exports.handler = async () => "cjs"',
      'a.mjs': 'export const handler = async () => "mjs"',
      'b.mjs': 'export const handler = async () => "mjs"',
      'b.js': 'export const handler = async () => "js"',
    };
    expect(await answerOf('a.handler', files)).toMatchObject({ reply: 'mjs' });
    expect(await answerOf('b.handler', files)).toMatchObject({ reply: 'js' });
  });

  it('finds a function among what an export holds', async () => {
    const files = { 'a.b/api.mjs': `export const routes = { greet: { get: ${greeting} } };` };
    expect(await answerOf('a.b/api.routes.greet.get', files)).toEqual(greeted);
  });

  it.each([
    ['an ES module', 'greet.mjs', `export default ${greeting};`],
    ['a CommonJS file', 'greet.cjs', `module.exports = ${greeting};`],
    [
      'what TypeScript made of one',
      'greet.cjs',
      `exports.__esModule = true; exports.default = ${greeting};`,
    ],
  ])('serves the default export of %s', async (_, file, text) => {
    expect(await answerOf('greet.default', { [file]: text })).toEqual(greeted);
  });

  it('serves TypeScript where Node runs it', async () => {
    const files = {
      'package.json': '{"type":"module"}',
      'greet.ts': 'export const handler = async ({ name }: { name: string }) => ({ hello: name });',
    };
    expect(await answerOf('greet.handler', files)).toEqual(greeted);
  });

  it('waits for what the file awaits before it is ready', async () => {
    const files = {
      'greet.mjs': `
        import { setTimeout } from 'node:timers/promises';
        const hello = await setTimeout(50, 'hello');
        export const handler = async ({ name }) => ({ [hello]: name });`,
    };
    expect(await answerOf('greet.handler', files)).toEqual(greeted);
  });

  it('leaves a file alone that would serve itself, were it the one that was started', async () => {
    const files = {
      'greet.mjs': `
        import { realpathSync } from 'node:fs';
        import { fileURLToPath } from 'node:url';
        export const handler = ${greeting};
        if (import.meta.main || realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) throw 1;`,
      'greet-2.cjs': `exports.handler = ${greeting}; if (require.main === module) throw 1;`,
    };
    expect(await answerOf('greet.handler', files)).toEqual(greeted);
    expect(await answerOf('greet-2.handler', files)).toEqual(greeted);
  });

  it('fails the invocation of a handler that answers by its callback', async () => {
    const files = {
      'old.cjs': 'exports.handler = (event, context, callback) => { callback(null, 1); };',
    };
    expect(await answerOf('old.handler', files)).toMatchObject({
      status: 500,
      reply: { errorType: 'LwaBridgeError', errorMessage: expect.stringContaining('callback') },
    });
  });

  it('reads the port and the paths from the environment', async () => {
    const cwd = folderWith({ 'greet.mjs': `export const handler = ${greeting};` });
    const env = {
      AWS_LWA_PORT: '0',
      AWS_LWA_PASS_THROUGH_PATH: '/in',
      AWS_LWA_READINESS_CHECK_PATH: '/up',
    };
    const { url } = await startRun('greet.handler', { cwd, env: { ...env, PORT: '1' } });
    const ready = await send(url, { method: 'GET', path: '/up' });
    const answer = await send(url, { path: '/in', headers: json, body: '{"name":"Ada"}' });
    expect([ready.status, answer.text]).toEqual([200, '{"hello":"Ada"}']);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends on %s, when what runs has ended',
    async (signal) => {
      const cwd = folderWith({
        'slow.mjs': `
        import { setTimeout } from 'node:timers/promises';
        export const handler = async () => { console.log('begun'); await setTimeout(100); return 'done'; };`,
      });
      const child = await startRun('slow.handler', { cwd });
      const answer = send(child.url, { headers: json, body: '{}' });
      await child.prints(/begun/);
      child.kill(signal);
      expect((await answer).text).toBe('"done"');
      expect(await child.exited).toMatchObject({ code: 0, signal: null });
    },
  );

  it('is the process itself: there is no child that a signal would have to reach', async () => {
    const cwd = folderWith({ 'pid.mjs': 'export const handler = async () => process.pid;' });
    const child = await startRun('pid.handler', { cwd });
    const { text } = await send(child.url, { headers: json, body: '{}' });
    expect(Number(text)).toBe(child.process.pid);
  });
});
