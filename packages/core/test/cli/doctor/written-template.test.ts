import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../src/cli/doctor/check-template.js';
import { parseTemplate } from '../../../src/cli/doctor/template/read-template.js';
import { cli, folderWith } from '../support/cli.js';

/** What a rule finds in a text: resource, property, line and why. */
const found = (rule: string, text: string) =>
  checkTemplate(parseTemplate('a.yaml', text))
    .findings.filter((finding) => finding.rule === rule)
    .map(({ resource, property, at, why }) => [resource, property, at.line, why]);

const queue = (id: string) => `  ${id}:\n    Type: AWS::SQS::Queue\n`;

describe('a key that stands twice', () => {
  const duplicates = (text: string) =>
    found('duplicate-key', text).map(([a, b, line]) => [a, b, line]);

  it('is found by both of its lines', () => {
    expect(found('duplicate-key', `Resources:\n${queue('Orders')}${queue('Orders')}`)).toEqual([
      ['Resources', 'Orders', 4, expect.stringMatching(/^Orders stands .* first in line 2: /)],
    ]);
  });

  it.each([
    ['a section', 'Resources: {}\nResources: {}', ['Resources', 'Resources', 2]],
    [
      'a property',
      'Resources:\n  Q:\n    Properties:\n      VisibilityTimeout: 1\n      "VisibilityTimeout": 2',
      ['Q', 'Properties.VisibilityTimeout', 5],
    ],
    [
      'one in a list',
      'Resources:\n  Q:\n    Tags:\n      - a: 1\n        a: 2',
      ['Q', 'Tags.a', 5],
    ],
    ['an output', 'Resources: {}\nOutputs:\n  A: 1\n  A: 2', ['Outputs', 'A', 4]],
    ['one of JSON', '{ "Resources": { "Q": {},\n"Q": {} } }', ['Resources', 'Q', 2]],
  ])('%s', (_name, text, expected) => expect(duplicates(text)).toEqual([expected]));

  it('is found each time', () => {
    const text = `Resources:\n${queue('Orders').repeat(3)}`;
    expect(duplicates(text)).toEqual([
      ['Resources', 'Orders', 4],
      ['Resources', 'Orders', 6],
    ]);
  });

  it('is found once where anchors lead to it on two ways', () => {
    const text = 'Resources:\n  A: &a\n    Tags:\n      b: 1\n      b: 2\n  B: *a';
    expect(duplicates(text)).toHaveLength(1);
  });

  it('is none where one of them is merged into the map', () => {
    const merges = 'Resources:\n  A: &a { b: 1 }\n  B: &b { c: 1 }\n  C: { <<: *a, <<: *b, b: 2 }';
    expect(duplicates(merges)).toEqual([]);
  });
});

describe('a resource outside of Resources', () => {
  const outside = (text: string) => found('resource-outside-resources', text);

  it.each(['Outputs', 'Conditions', 'Mappings', 'Globals', 'Rules'])(
    'is found under %s',
    (section) => {
      expect(outside(`Resources: {}\n${section}:\n${queue('Orders')}`)).toEqual([
        [
          'Orders',
          section,
          3,
          expect.stringContaining(`AWS::SQS::Queue, stands under ${section}:`),
        ],
      ]);
    },
  );

  it.each(['Parameters', 'Metadata'])('is found under %s by its Properties', (section) => {
    const text = `Resources: {}\n${section}:\n${queue('Orders')}    Properties: {}`;
    expect(outside(text)).toHaveLength(1);
  });

  it('is found under no section', () => {
    expect(outside('Resources: {}\nOrders: { Type: AWS::SQS::Queue }')).toEqual([
      ['Orders', 'no section', 2, expect.any(String)],
    ]);
  });

  it.each([
    'Parameters:\n  Vpc: { Type: "AWS::EC2::VPC::Id" }',
    'Outputs:\n  Type: { Value: "AWS::SQS::Queue" }',
    'Metadata:\n  Said: { Type: "AWS::SQS::Queue" }',
    'Hooks:\n  Blue: { Type: "AWS::CodeDeploy::BlueGreen", Properties: {} }',
  ])('is none: %j', (text) => expect(outside(`Resources: {}\n${text}`)).toEqual([]));
});

describe('a template without a function to check', () => {
  const zip = 'Resources:\n  Plain:\n    Type: AWS::Serverless::Function\n';

  it.each([
    ['has none', `Resources:\n${queue('Orders')}`, 'it has no function'],
    ['has none behind the adapter', zip, 'no function of it is behind the adapter (Plain)'],
  ])('%s', (_name, text, why) => {
    expect(found('no-functions', text)).toEqual([
      ['Resources', 'AWS::Serverless::Function', 1, expect.stringContaining(why)],
    ]);
  });

  it('may have them elsewhere', () => {
    const nested = 'Resources:\n  Nested: { Type: AWS::CloudFormation::Stack }';
    expect(found('no-functions', nested)).toEqual([]);
  });
});

describe('what add printed, appended to a template', () => {
  const head = 'Transform: AWS::Serverless-2016-10-31\nParameters:\n  ImageUri: { Type: String }\n';
  const outputs = 'Outputs:\n  Image: { Value: !Ref ImageUri }\n';
  const doctor = async (template: string, ...options: string[]) => {
    const cwd = folderWith({ 'template.yaml': template });
    const { code, stdout } = await cli(['doctor', '--json', ...options], { cwd });
    const rules = JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule);
    return { code, rules };
  };
  const added = async () => (await cli(['add', 'orders'], { cwd: folderWith() })).stdout;

  it('once is right', async () => {
    const template = `${head}Resources:\n${await added()}`;
    expect(await doctor(template, '--strict')).toEqual({ code: 0, rules: [] });
  });

  it('twice is an error, by each resource', async () => {
    const entry = await added();
    const { code, rules } = await doctor(`${head}Resources:\n${entry}${entry}`);
    expect({ code, rules }).toEqual({ code: 1, rules: Array(3).fill('duplicate-key') });
  });

  it('below Outputs is an error, by each resource', async () => {
    const { code, rules } = await doctor(
      `${head}Resources:\n${queue('Q')}${outputs}${await added()}`,
    );
    const outside = Array(3).fill('resource-outside-resources');
    expect({ code, rules }).toEqual({ code: 1, rules: ['no-functions', ...outside] });
  });

  it('nowhere leaves nothing to check: --strict is red, unless the rule is left out', async () => {
    const template = `${head}Resources:\n${queue('Q')}`;
    expect(await doctor(template)).toEqual({ code: 0, rules: ['no-functions'] });
    expect((await doctor(template, '--strict')).code).toBe(1);
    expect((await doctor(template, '--strict', '--ignore', 'no-functions')).code).toBe(0);
  });
});
