import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../src/cli/doctor/check-template.js';
import { parseTemplate } from '../../../src/cli/doctor/template/read-template.js';

/** What is not known of a template: resource, property, line and why. */
const notKnown = (text: string) =>
  checkTemplate(parseTemplate('a.yaml', text)).notKnown.map(
    ({ resource, property, at, notKnown }) => [resource, property, at.line, notKnown],
  );

describe('what is deployed with a template and is not in it is not known:', () => {
  it.each([
    ['AWS::CloudFormation::Stack', 'TemplateURL', './network.yaml', './network.yaml is'],
    ['AWS::CloudFormation::Stack', 'TemplateURL', '!Ref Url', 'it is'],
    [
      'AWS::Serverless::Application',
      'Location',
      '../jobs/template.yaml',
      '../jobs/template.yaml is',
    ],
    ['AWS::Serverless::Application', 'Location', '{ ApplicationId: a }', 'it is'],
  ])('%s with %s: %s', (type, property, location, what) => {
    const template = `Resources:\n  Nested:\n    Type: ${type}\n    Properties:\n      ${property}: ${location}`;
    const why = `${what} a template of its own, which is not read: check it, too`;
    expect(notKnown(template)).toEqual([['Nested', property, 2, why]]);
  });

  it('a module', () => {
    expect(notKnown('Resources:\n  A: { Type: Our::SQS::Queue::MODULE }')).toEqual([
      ['A', 'Type', 2, expect.stringContaining('a template of its own')],
    ]);
  });

  it.each([
    ['Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://a/b } }', 'AWS::Include'],
    ['Fn::Transform: [{ Name: Ours }]', 'Ours'],
    ['Fn::Transform: { Parameters: {} }', 'a transform'],
  ])('what a resource has by %s', (transform, name) => {
    const why = `what ${name} makes of it is only known when deployed`;
    const below = `Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      ${transform}`;
    expect(notKnown(below)).toEqual([['Q', 'Properties.Fn::Transform', 5, why]]);
    expect(notKnown(`Resources:\n  ${transform}`)).toEqual([
      ['Resources', 'Fn::Transform', 2, why],
    ]);
  });

  it('the short form, at any depth', () => {
    const value = '[{ a: !Transform { Name: AWS::Include } }]';
    expect(notKnown(`Resources:\n  Q: { Type: T, Properties: { Tags: ${value} } }`)).toEqual([
      ['Q', 'Properties.Tags.a.Fn::Transform', 2, expect.stringContaining('AWS::Include')],
    ]);
  });

  it('a loop over resources', () => {
    expect(notKnown('Resources:\n  Fn::ForEach::Queues: [Name, [a, b], {}]')).toEqual([
      ['Resources', 'Fn::ForEach::Queues', 2, expect.stringContaining('Fn::ForEach')],
    ]);
  });

  it('macros and includes of the whole template, but not what SAM and the like make', () => {
    const section =
      '[AWS::Serverless-2016-10-31, AWS::LanguageExtensions, Ours, { Name: AWS::Include }]';
    expect(notKnown(`Resources: {}\nTransform: ${section}`)).toEqual([
      ['Transform', 'Transform', 2, expect.stringContaining('what Ours makes')],
      ['Transform', 'Transform', 2, expect.stringContaining('what AWS::Include makes')],
    ]);
  });
});
