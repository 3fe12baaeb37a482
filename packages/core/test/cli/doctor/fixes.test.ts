import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../src/cli/doctor/check-template.js';
import type { Finding } from '../../../src/cli/doctor/finding.js';
import { parseTemplate, readTemplate } from '../../../src/cli/doctor/template/read-template.js';
import type { TreeMap } from '../../../src/cli/doctor/template/tree.js';
import { runs, runsTimeout } from '../../support/runs.js';
import { anyQueue } from './any-queue.js';
import { type Json, toJson } from './mutate.js';
import { ownAfter, ownDockerfile } from './own-template.js';
import { paste } from './paste.js';
import { traps } from './traps/traps.js';

// What the findings say to write is right together: with all of it pasted at once nothing is found, but what
// is to be done by other means than a line.

const folder = fileURLToPath(new URL('templates', import.meta.url));
const samples = readdirSync(folder).filter((name) => /^(?!.*expected).*\.(yaml|json)$/.test(name));

/** Rules that say what to take out, or to do in another file. */
const withoutLines = [
  'duplicate-key',
  'resource-outside-resources',
  'no-functions',
  'error-status-codes-on-http',
  'error-status-codes-in-globals',
  'adapter-unpinned',
  'adapter-missing',
  'http-and-events',
  's3-recursion',
  's3-recursion-possible',
  'fifo-batching',
  'fifo-worker',
  'shared-queue',
];

const named = (findings: readonly Finding[]) =>
  findings.map(({ rule, resource }) => `${rule} ${resource}`);

/** In lines, by which one finding is told from another. */
const parse = (file: string, template: Json) =>
  parseTemplate(file, JSON.stringify(template, null, 1));

/** What is found before, what of it has no lines to paste, and what is found after the others were pasted. */
function mended(tree: TreeMap, dockerfile?: string) {
  const { findings } = checkTemplate(tree, dockerfile);
  const { template, left } = paste(toJson(tree), findings);
  const after = checkTemplate(parse(tree.at.file, template), dockerfile);
  return { before: named(findings), left: named(left), after: after.findings };
}

describe('with all lines pasted nothing new is found, and nothing again', () => {
  it.each(samples)('%s', (name) => {
    const { left, after } = mended(readTemplate(`${folder}/${name}`));
    expect(named(after).toSorted()).toEqual(left.toSorted());
  });

  it.each(Object.entries(traps))('a trap of %s', (rule, { set, resource }) => {
    const { left, after } = mended(ownAfter(set), ownDockerfile);
    expect(left).toEqual(withoutLines.includes(rule) ? [`${rule} ${resource}`] : []);
    expect(left).toEqual(expect.arrayContaining(named(after)));
  });

  it('in any template of a queue', runsTimeout, () => {
    const rules = new Set<string>();
    fc.assert(
      fc.property(anyQueue, (template) => {
        const { before, left, after } = mended(parse('template.json', template));
        for (const each of before) rules.add(each);
        expect(after.filter((each) => !left.includes(named([each])[0] ?? ''))).toEqual([]);
      }),
      runs(300),
    );
    expect(rules.size).toBeGreaterThan(25);
  });
});
