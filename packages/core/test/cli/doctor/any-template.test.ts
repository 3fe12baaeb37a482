import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/cli/cli-error.js';
import { checkTemplate } from '../../../src/cli/doctor/check-template.js';
import { reportJson } from '../../../src/cli/doctor/report/report-json.js';
import { reportText } from '../../../src/cli/doctor/report/report-text.js';
import { parseTemplate, readTemplate } from '../../../src/cli/doctor/template/read-template.js';
import { runs, runsTimeout } from '../../support/runs.js';
import { type Change, countNodes, mutate, toJson } from './mutate.js';
import { ownTemplate } from './own-template.js';

// Whatever the YAML, doctor has findings, or says why it can't read it. It never throws anything else.

const fixture = (name: string) => fileURLToPath(new URL(`templates/${name}`, import.meta.url));
const files = [
  ownTemplate,
  ...['fifo.yaml', 'streams.yaml', 'globals.yaml', 'cdk.json'].map(fixture),
];
const templates = files.map((file) => toJson(readTemplate(file)));

/** Reads, checks and prints. */
function doctor(text: string): 'checked' | 'refused' {
  try {
    const diagnosis = checkTemplate(parseTemplate('template.yaml', text));
    JSON.parse(reportJson(diagnosis));
    reportText(diagnosis, { paint: (_style, line) => line, docs: 'docs' });
    return 'checked';
  } catch (error) {
    if (error instanceof CliError) return 'refused';
    throw error;
  }
}

const function_ = (name: string, argument: unknown) => ({ [`Fn::${name}`]: argument });
const replacement = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 0, -1, '*', [], {}, [[]]),
  fc.constantFrom<unknown>(
    { Ref: 'JobsQueue' },
    { Ref: ['JobsQueue'] },
    { Condition: 'HasAlarmTopic' },
    function_('GetAtt', 'JobsQueue'),
    function_('GetAtt', [{ Ref: 'Stage' }, 'Arn']),
    ...['', '}', 'X.Y}', 'JobsQueue.Arn}/*'].map((rest) => function_('Sub', ['${', rest].join(''))),
    function_('Sub', [['${', 'A}'].join(''), { A: { Ref: 'AWS::NoValue' } }]),
    function_('If', ['HasAlarmTopic', { Ref: 'AWS::NoValue' }]),
    function_('If', []),
    function_('Join', ['', 'text']),
    function_('Select', ['x', []]),
    function_('FindInMap', ['Seconds', 'Worker', 'Timeout']),
    function_('Equals', []),
    function_('Transform', {}),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const kind = fc.constantFrom<Change>('drop', 'rename', 'wrap', 'replace');

describe('doctor of any template', runsTimeout, () => {
  it('never throws at a mutated one', () => {
    const changes = fc.array(fc.tuple(fc.nat(), kind, replacement), { minLength: 1, maxLength: 8 });
    const seen = { checked: 0, refused: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...templates), changes, (template, list) => {
        const mutated = list.reduce<unknown>((value, [at, how, by]) => {
          return mutate(value, at % Math.max(1, countNodes(value)), how, by);
        }, template);
        seen[doctor(JSON.stringify(mutated))] += 1;
      }),
      runs(80),
    );
    // Most of them are still templates.
    expect(seen.checked).toBeGreaterThan(seen.refused);
  });

  it('never throws at any value below Resources', () => {
    const types = [
      'AWS::Serverless::Function',
      'AWS::SQS::Queue',
      'AWS::S3::Bucket',
      'AWS::IAM::Role',
    ];
    const resource = fc.record({ Type: fc.constantFrom(...types), Properties: fc.jsonValue() });
    const resources = fc.dictionary(fc.string(), fc.oneof(resource, fc.jsonValue()));
    fc.assert(
      fc.property(resources, (Resources) => {
        expect(doctor(JSON.stringify({ Resources }))).toBe('checked');
      }),
      runs(200),
    );
  });

  it('never throws at any text', () => {
    const yaml = fc.string({ unit: fc.constantFrom(...'Resources:\n -!&*{}[]"\'<>|?%@#a1\t') });
    const below = yaml.map((text) => `Resources:\n  A: ${text}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), yaml, below), (text) => {
        doctor(text);
      }),
      runs(500),
    );
  });

  it('refuses one that refers to itself, or grows without end', () => {
    expect(doctor('Resources: &a\n  A: *a')).toBe('refused');
    const levels = Array.from(
      { length: 9 },
      (_, n) => `  R${n + 1}: &r${n + 1} [${`*r${n}, `.repeat(9)}]`,
    );
    expect(doctor(['Resources:', '  R0: &r0 {}', ...levels].join('\n'))).toBe('refused');
  });

  it('reads conditions and mappings that need themselves', () => {
    const Resources = { A: { Type: 'AWS::SQS::Queue', Condition: 'C' } };
    const cycle = { 'Fn::If': ['C', 'a', 'b'] };
    const map = { 'Fn::FindInMap': ['M', 'a', 'b'] };
    const Conditions = {
      C: { 'Fn::Or': [{ Condition: 'D' }, { 'Fn::Equals': [cycle, cycle] }] },
      D: { Condition: 'C' },
    };
    const Mappings = { M: { a: { b: map } } };
    const used = { ...Resources, B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: map } } };
    expect(doctor(JSON.stringify({ Conditions, Mappings, Resources: used }))).toBe('checked');
  });
});
