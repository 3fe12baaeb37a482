import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { rules } from '../../../src/cli/doctor/rules/rules.js';
import { cloudFormationTags } from '../../../src/cli/doctor/template/cloudformation-tags.js';
import { templateRules } from '../../../src/cli/doctor/template-rules/template-rules.js';
import { doctorAfter } from './own-template.js';
import { traps } from './traps/traps.js';

/** What is to be written is YAML of CloudFormation, or a line of a Dockerfile. */
function linesAreRight(lines: string): boolean {
  if (lines.startsWith('COPY ')) return true;
  const { errors, warnings } = parseDocument(lines, { customTags: cloudFormationTags });
  return /\w/.test(lines) && errors.length + warnings.length === 0;
}

describe('our own template', () => {
  it('is clean', () => {
    const { findings, notKnown, skipped, functions } = doctorAfter(() => {});
    expect({ findings, notKnown, skipped }).toEqual({ findings: [], notKnown: [], skipped: [] });
    expect(functions.length).toBeGreaterThanOrEqual(5);
  });
});

describe('with a trap set', () => {
  it('there is one for each rule', () => {
    const ids = [...templateRules, ...rules].map(({ id }) => id);
    expect(Object.keys(traps).toSorted()).toEqual(ids.toSorted());
  });

  it.each(Object.entries(traps))('%s is found, and nothing else', (rule, { resource, set }) => {
    const { findings } = doctorAfter(set);
    expect(findings.map((finding) => [finding.rule, finding.resource])).toEqual([[rule, resource]]);
    const [finding] = findings;
    expect(finding?.at.line).toBeGreaterThan(1);
    expect(finding?.why).toMatch(/\w/);
    expect(linesAreRight(finding?.write ?? '')).toBe(true);
  });
});
