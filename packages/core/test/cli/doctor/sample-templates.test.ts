import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../src/cli/doctor/check-template.js';
import { readTemplate } from '../../../src/cli/doctor/template/read-template.js';

// Templates shaped as public ones are (their README says which), each with what is to be found: resource,
// line and rule.
const folder = fileURLToPath(new URL('templates', import.meta.url));
const samples = readdirSync(folder).filter(
  (name) => name.endsWith('.yaml') || /^cdk[a-z-]*\.json$/.test(name),
);

const diagnosisOf = (name: string) => checkTemplate(readTemplate(`${folder}/${name}`));

describe('sample templates', () => {
  it.each(samples)('%s', (name) => {
    const expected = `${folder}/${name.replace(/\.\w+$/, '.expected.json')}`;
    const found = diagnosisOf(name).findings.map(
      ({ resource, at, rule }) => `${resource}:${at.line} ${rule}`,
    );
    expect(found.toSorted()).toEqual(JSON.parse(readFileSync(expected, 'utf8')).toSorted());
  });

  it('there are nine', () => expect(samples).toHaveLength(9));

  it('the README says what each stands for', () => {
    const readme = readFileSync(`${folder}/README.md`, 'utf8');
    const named = [...readme.matchAll(/^\| \[([^\]]+)\]/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(samples.toSorted());
  });

  it('names functions that are not behind the adapter', () => {
    expect(diagnosisOf('zip-with-layer.yaml').skipped).toMatchObject([
      { id: 'Plain', at: { line: 31 }, because: 'a zip without the layer of the adapter' },
    ]);
  });

  it('finds what is wrong in a Dockerfile at its line', () => {
    const { findings } = diagnosisOf('cdk.json');
    const at = findings.find(({ rule }) => rule === 'adapter-version')?.at;
    expect(at).toEqual({ file: `${folder}/old-adapter.Dockerfile`, line: 9 });
  });

  it.each([
    ['globals.yaml', 'Worker.Events.Elsewhere', 'its queue is not in this template'],
    ['api-and-jobs.yaml', 'Elsewhere', 'nothing in this template invokes it'],
    ['api-and-jobs.yaml', 'Front, Back, Elsewhere', 'which adapter is in the image'],
  ])('%s: says what it does not know, and does not guess', (name, resource, why) => {
    const notKnown = expect.stringContaining(why);
    const said = expect.objectContaining({ resource, notKnown });
    expect(diagnosisOf(name).notKnown).toContainEqual(said);
  });
});
