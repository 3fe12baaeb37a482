import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { everyNode } from '../support/child.js';
import { cli, folderWith, program } from './support/cli.js';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

describe.each(everyNode())('lwa-bridge (%s)', (node) => {
  it.each(['--version', '-v'])('%s is the version of the package', async (option) => {
    expect(await cli([option], { node })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('--help names each command', async () => {
    const { code, stdout, stderr } = await cli(['--help'], { node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/^ {2}(\w+) /gm)).toEqual(['  run ', '  add ', '  doctor ', '  help ']);
  });

  it.each(['run', 'add', 'doctor'])('%s --help has examples', async (command) => {
    const { code, stdout, stderr } = await cli([command, '--help'], { node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: lwa-bridge ${command} `);
    expect(stdout).toMatch(new RegExp(`Examples:\n  .*lwa-bridge ${command} `));
  });

  it.each([
    [['help'], ['--help']],
    [
      ['help', 'doctor'],
      ['doctor', '--help'],
    ],
  ])('%o is as %o', async (args, same) => {
    const help = await cli(args, { node });
    expect(help).toEqual(await cli(same, { node }));
    expect(help).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends without a word when nobody reads on', async () => {
    const child = spawn(node, [program, 'help', 'add'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const ended = once(child, 'close');
    expect(await text(child.stderr)).toBe('');
    expect(await ended).toEqual([0, null]);
  });

  it('the help shows no default that is nothing', async () => {
    const { stdout } = await cli(['help', 'doctor'], { node });
    expect(stdout).toContain('--ignore <rule>');
    expect(stdout).not.toContain('[]');
  });
});

describe('wrong usage is told on stderr, with what to do, and ends with 2:', () => {
  it.each([
    ['no command', [], 'Usage: lwa-bridge '],
    ['an unknown command', ['dcotor'], 'Did you mean doctor?'],
    ['help of an unknown command', ['help', 'dcotor'], 'Usage: lwa-bridge '],
    ['an unknown option', ['doctor', '--jsn'], 'Did you mean --json?'],
    ['an unknown option of run', ['run', 'dist/a.handler', '--port', '3000'], "option '--port'"],
    ['no handler', ['run'], "missing required argument 'file.function'"],
    ['two handlers', ['run', 'a.handler', 'b.handler'], 'too many arguments'],
    ['an unknown kind', ['add', 'orders', '--kind', 'sns'], 'Allowed choices are sqs, s3, csv'],
    ['a name that is none', ['add', '../orders'], 'begins with a letter: new-orders'],
    ['a template that is not there', ['doctor', 'no.yaml'], 'no.yaml'],
  ])('%s', async (_, args, text) => {
    const { code, stdout, stderr } = await cli(args, { cwd: folderWith() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('and where to look', async () => {
    expect((await cli(['add'])).stderr).toContain('(lwa-bridge add --help shows how)');
  });
});

describe('what could not be done ends with 1:', () => {
  it('a file that exists', async () => {
    const cwd = folderWith({ 'src/orders.mjs': '' });
    const { code, stdout, stderr } = await cli(['add', 'orders'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'error: src/orders.mjs exists already\nNothing was written. Choose another name, or write over it with --force.\n',
    );
  });
});

describe('add prints', () => {
  it('the entry of the template to stdout, and all else to stderr', async () => {
    const { code, stdout, stderr } = await cli(['add', 'orders'], { cwd: folderWith() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}OrdersFunction:\n {4}Type: AWS::Serverless::Function\n/);
    expect(stdout.split('\n').every((line) => line === '' || line.startsWith('  '))).toBe(true);
    expect(stderr).toBe(
      'wrote src/orders.mjs\nwrote src/orders.test.mjs\nInstall: npm install --save-prod lwa-bridge\nTest it: node --test src/orders.test.mjs\nPut under Resources of the template, once, and not behind another section, such as Outputs (the image stays as it is):\n\n',
    );
  });

  it('all of it as JSON, where that is asked for', async () => {
    const { stdout, stderr } = await cli(['add', 'orders', '--json'], { cwd: folderWith() });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      kind: 'sqs',
      files: ['src/orders.mjs', 'src/orders.test.mjs'],
      test: 'node --test src/orders.test.mjs',
      install: ['lwa-bridge'],
      template: expect.stringMatching(/^ {2}OrdersFunction:\n/),
    });
  });
});
