import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../src/cli/doctor/template/read-template.js';
import { scenariosOf } from '../../../src/cli/doctor/template/scenarios.js';
import { resolveTemplate } from '../../../src/cli/doctor/template/template.js';
import { get, referencesIn, textOf } from '../../../src/cli/doctor/template/value.js';

const head = `
Parameters:
  Name: { Type: String, Default: orders }
  Size: { Type: Number, Default: 30 }
  Zones: { Type: CommaDelimitedList, Default: "a, b" }
  Open: { Type: String }
  Path: { Type: "AWS::SSM::Parameter::Value<String>", Default: /a/path }
Mappings:
  Sizes: { orders: { timeout: 60 } }
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Subject:
    Type: Any
    Properties:
      Value: `;

/** What a value is in the template's only scenario, as a text; a missing one as `undefined`. */
function resolved(value: string) {
  const tree = parseTemplate('a.yaml', head + value);
  const [scenario] = scenariosOf(tree);
  const template = scenario && resolveTemplate(tree, scenario);
  return get(template?.resources.get('Subject')?.properties, 'Value');
}

describe('functions of a template', () => {
  // The expected texts keep `${Name}` for what is not known.
  const written: [string, string | null][] = JSON.parse(
    readFileSync(new URL('functions.json', import.meta.url), 'utf8'),
  );
  it.each(written)('%s', (value, text) => expect(textOf(resolved(value)) ?? null).toBe(text));

  it.each([
    '!Ref Queue',
    '!GetAtt Queue.Arn',
    '!Join ["/", [!GetAtt Queue.Arn, a]]',
    '[{ a: !Ref Queue }]',
  ])('%s refers to the resource', (written) =>
    expect(referencesIn(resolved(written)).map(({ to }) => to)).toEqual(['Queue']),
  );
});

describe('conditions', () => {
  const scenarios = (parameters: string, conditions: string, value: string) => {
    const tree = parseTemplate(
      'a.yaml',
      `Parameters: ${parameters}\nConditions: ${conditions}\nResources:\n  A: { Type: T, Properties: { V: ${value} } }\n  B: { Type: T, Condition: C }`,
    );
    return scenariosOf(tree).map((scenario) => {
      const { resources } = resolveTemplate(tree, scenario);
      return [textOf(get(resources.get('A')?.properties, 'V')), resources.has('B')];
    });
  };
  const free = '{ S: { Type: String, Default: dev } }';

  it('both branches are seen', () => {
    expect(scenarios(free, '{ C: !Equals [!Ref S, prod] }', '!If [C, 1, 2]')).toEqual([
      ['2', false],
      ['1', true],
      ['2', false],
    ]);
  });

  it('but none that the allowed values exclude', () => {
    const parameters = '{ S: { Type: String, AllowedValues: [dev, prod] } }';
    const conditions = '{ C: !Equals [!Ref S, prod], D: !Equals [!Ref S, dev] }';
    expect(scenarios(parameters, conditions, '!If [C, 1, !If [D, 2, 3]]')).toEqual([
      ['1', true],
      ['2', false],
    ]);
  });

  it('nor two that exclude each other', () => {
    const conditions =
      '{ C: !Equals [!Ref S, prod], D: !Not [Condition: C], E: !And [Condition: C, Condition: D] }';
    const values = scenarios(free, conditions, '!If [E, never, !If [C, 1, 2]]').map(
      ([value]) => value,
    );
    expect(new Set(values)).toEqual(new Set(['1', '2']));
  });

  it('a comparison that can’t be decided goes both ways', () => {
    const conditions = '{ C: !Or [!Equals [!ImportValue x, a], !Equals [b, c]] }';
    expect(scenarios('{}', conditions, '!If [C, 1, !Ref AWS::NoValue]')).toContainEqual([
      '1',
      true,
    ]);
    expect(scenarios('{}', conditions, '!If [C, 1, !Ref AWS::NoValue]')).toContainEqual([
      undefined,
      false,
    ]);
  });

  it('very many are changed one at a time', () => {
    const names = Array.from({ length: 20 }, (_, n) => `P${n}`);
    const parameters = `{ ${names.map((name) => `${name}: { Type: String, Default: a }`).join(', ')} }`;
    const conditions = `{ ${names.map((name) => `C${name}: !Equals [!Ref ${name}, b]`).join(', ')} }`;
    const seen = scenarios(parameters, conditions, '!If [CP19, 1, 2]').map(([value]) => value);
    expect(new Set(seen)).toEqual(new Set(['1', '2']));
    expect(seen.length).toBeLessThan(100);
  });
});

it('Globals are merged as SAM merges them', () => {
  const tree = parseTemplate(
    'a.yaml',
    `
Globals:
  Function:
    Timeout: 5
    Layers: [a]
    Environment: { Variables: { A: 1, B: 1 } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 6
      Layers: [b]
      Environment: { Variables: { B: 2 } }
  Other: { Type: AWS::Lambda::Function }`,
  );
  const [scenario] = scenariosOf(tree);
  const resources = scenario && resolveTemplate(tree, scenario).resources;
  const properties = resources?.get('F')?.properties;
  const variable = (name: string) => get(properties, 'Environment', 'Variables', name);
  expect([textOf(get(properties, 'Timeout')), textOf(variable('B'))]).toEqual(['6', '2']);
  // With the place where it is written.
  expect(variable('A')).toMatchObject({ value: 1, at: { line: 6 } });
  expect(get(properties, 'Layers')).toMatchObject({ items: [{ value: 'a' }, { value: 'b' }] });
  expect(resources?.get('Other')?.properties.entries.size).toBe(0);
});
