import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kinds } from '../../../src/cli/add/kinds.js';
import { jobsTableCloudFormation } from '../../../src/jobs/index.js';
import { csvTableCloudFormation } from '../../../src/s3-csv/index.js';
import { startChild } from '../../support/child.js';
import { cli, folderWith } from '../support/cli.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const templates = join(root, 'src/cli/add/templates');
const read = (kind: string, file: string) => readFileSync(join(templates, kind, file), 'utf8');
const names = Object.keys(kinds);

/** A project in which each kind has been added, and the entries that were printed. */
async function projectWithEachKind() {
  const folder = folderWith({ 'package.json': '{"type":"module"}', 'node_modules/.keep': '' });
  symlinkSync(root, join(folder, 'node_modules/lwa-bridge'));
  const added = await Promise.all(
    names.map((kind) => cli(['add', `new-${kind}`, '--kind', kind], { cwd: folder })),
  );
  return { folder, entries: added.map(({ stdout }) => stdout) };
}

it('there is a folder for each kind', () => {
  expect(readdirSync(templates).sort()).toEqual(names.sort());
});

describe.each(names)('%s', (kind) => {
  const handlers = readdirSync(join(templates, kind)).filter((file) => /^[^.]+\.ts$/.test(file));

  it.each(handlers)('%s is the same in JavaScript', (file) => {
    const bare = (text: string) =>
      text
        .replaceAll(/\/\*[\s\S]*?\*\/|^ *\/\/.*$/gm, '')
        .replaceAll(/\s+/g, '')
        .replaceAll(/,(?=[)}\]])/g, '');
    const javascript = bare(read(kind, file.replace('.ts', '.js')));
    expect(javascript).toBe(bare(stripTypeScriptTypes(read(kind, file))));
  });
});

it('new handlers pass their tests in a project with nothing but the package', async () => {
  const { folder } = await projectWithEachKind();
  const child = startChild('--test', { cwd: folder, args: ['--test-reporter=spec'] });
  expect(await child.exited).toMatchObject({ code: 0 });
  expect(child.output()).toMatch(/pass 7\n.*fail 0\n/);
});

it('their entries make a template in which the doctor finds nothing', async () => {
  const { entries } = await projectWithEachKind();
  const head =
    'Transform: AWS::Serverless-2016-10-31\nParameters:\n  ImageUri: { Type: String }\nResources:\n';
  const cwd = folderWith({ 'template.yaml': head + entries.join('\n') });
  const { code, stdout, stderr } = await cli(['doctor', '--json', '--strict'], { cwd });
  expect({ code, stderr, findings: JSON.parse(stdout).findings }).toEqual({
    code: 0,
    stderr: '',
    findings: [],
  });
});

describe('the table of', () => {
  it.each([
    ['job', jobsTableCloudFormation()],
    ['csv', csvTableCloudFormation()],
  ])('%s is the one that the library names', (kind, properties) => {
    const { ExampleTable } = parse(read(kind, 'template.yaml'), { logLevel: 'silent' });
    expect(ExampleTable.Properties).toEqual(properties);
  });
});
