import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/cli/cli-error.js';
import { parseTemplate, readTemplate } from '../../../src/cli/doctor/template/read-template.js';

const here = fileURLToPath(new URL('.', import.meta.url));

function refusal(read: () => unknown): CliError {
  try {
    read();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('what is no template is refused', () => {
  it.each([
    [
      'no such file',
      () => readTemplate(`${here}none.yaml`),
      /none\.yaml can't be read: there is no such file/,
    ],
    ['a folder', () => readTemplate(here), /can't be read: it is a folder/],
    [
      'no YAML',
      () => parseTemplate('a.yaml', 'Resources: {'),
      /a\.yaml is neither YAML nor JSON: .*line 1/,
    ],
    ['a text', () => parseTemplate('a.yaml', 'hello'), /it has no Resources/],
    ['nothing', () => parseTemplate('a.yaml', ''), /it has no Resources/],
    ['a list of resources', () => parseTemplate('a.yaml', 'Resources: []'), /it has no Resources/],
    [
      'two documents',
      () => parseTemplate('a.yaml', 'Resources: {}\n---\na: 1'),
      /a\.yaml is neither/,
    ],
    ['another format', () => parseTemplate('a.json', '{"stacks": {}}'), /it has no Resources/],
  ])('%s', (_name, read, message) => {
    const error = refusal(read);
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
  });

  it('with a word for those who have a CDK app', () => {
    expect(refusal(() => parseTemplate('cdk.json', '{"app": "x"}')).hint).toContain('cdk synth');
  });
});

describe('what is a template', () => {
  it('the short and the long form of a function are the same', () => {
    const short = parseTemplate('a.yaml', 'Resources:\n  A: !GetAtt B.Arn');
    const long = parseTemplate('a.yaml', 'Resources:\n  A: { Fn::GetAtt: B.Arn }');
    expect(short).toEqual(long);
  });

  it('of two equal keys the last one counts, as in SAM', () => {
    const tree = parseTemplate('a.yaml', 'Resources: {}\nResources: { A: 1 }');
    expect(tree.entries.get('Resources')).toMatchObject({ at: { line: 2 }, entries: { size: 1 } });
  });

  it('a key of another type is a text, and a version no date', () => {
    const tree = parseTemplate(
      'a.yaml',
      'Resources: { 1: a }\nAWSTemplateFormatVersion: 2010-09-09',
    );
    expect(tree.entries.get('AWSTemplateFormatVersion')).toMatchObject({ value: '2010-09-09' });
    expect(tree.entries.get('Resources')).toMatchObject({
      entries: new Map([['1', expect.anything()]]),
    });
  });
});
