import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { containerRules } from '../../../src/cli/doctor/environment/container-rules.js';
import { rules } from '../../../src/cli/doctor/rules/rules.js';
import { adapterTraps } from './traps/adapter.js';
import { functionTraps } from './traps/functions.js';
import { queueTraps } from './traps/queues.js';
import { tableTraps } from './traps/tables.js';

const docs = new URL('../../../../../docs/', import.meta.url);
const read = (page: string) => readFileSync(new URL(page, docs), 'utf8');
const tests = '../packages/core/test/cli/doctor';
const groups = Object.entries({
  adapter: adapterTraps,
  functions: functionTraps,
  queues: queueTraps,
  tables: tableTraps,
});

/** The anchors of a page, as GitHub makes them of its headings. */
const anchors = (page: string) =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

const row = (
  rule: Pick<(typeof rules)[number], 'id' | 'severity' | 'finds' | 'docs'>,
  test: string,
) => {
  const [page = ''] = rule.docs.split('#');
  const link = `[${page.replace('.md', '')}](${rule.docs})`;
  return `| \`${rule.id}\` | ${rule.severity} | ${rule.finds} | ${link} | ${test} |`;
};

describe('docs/doctor.md', () => {
  const rows = read('doctor.md')
    .split('\n')
    .filter((line) => /^\| `[a-z0-9-]+` \| (error|warning) \|/.test(line));

  it('has a row for each rule, as the code has it', () => {
    const ofTemplates = rules.map((rule) => {
      const [name] = groups.find(([, traps]) => rule.id in traps) ?? [];
      return row(rule, `[${name}](${tests}/traps/${name}.ts)`);
    });
    const ofContainers = containerRules.map((rule) =>
      row(rule, `[check-environment](${tests}/check-environment.test.ts)`),
    );
    expect(rows).toEqual([...ofTemplates, ...ofContainers]);
  });

  it.each([...rules, ...containerRules].map((rule) => [rule.id, rule.docs]))(
    '%s is explained in docs/%s',
    (_id, link) => {
      const [page = '', anchor] = link.split('#');
      expect(anchor === undefined || anchors(page).includes(anchor)).toBe(true);
    },
  );
});
