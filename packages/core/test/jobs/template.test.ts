import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobsTableCloudFormation } from '../../src/jobs/index.js';

// The template of examples/deploy is written by hand: its table must be the one that is exported, and
// its roles may do what docs/iam.md says of the calls that their functions make.

const read = (path: string) =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const template = read('examples/deploy/template.yaml').replaceAll(/ *#.*/g, '');
const iam = read('docs/iam.md');

const resource = (name: string) =>
  template.split(/\n(?= {2}\w)/).find(beginsWith(`  ${name}:`)) ?? '';
const beginsWith = (text: string) => (part: string) => part.startsWith(text);
// Without what sets JSON apart from YAML.
const words = (text: string) => text.match(/\w+/g) ?? [];

describe('the table of the template', () => {
  const properties = resource('JobsTable').split(/\n(?= {6}\w)/);

  it.each(Object.entries(jobsTableCloudFormation()))('has the %s', (name, value) => {
    const property = properties.find(beginsWith(`      ${name}:`)) ?? '';
    expect(words(property)).toEqual([name, ...words(JSON.stringify(value))]);
  });
});

describe('the roles of the template', () => {
  // The actions that a role may take on what the resource names.
  function allowed(role: string, on: string): string[] {
    const statements = resource(role).split('- Effect: Allow');
    const own = statements.filter((text) => text.includes(`${on}\n`));
    return own.flatMap((text) => text.match(/\w+:[A-Z]\w+/g) ?? []).toSorted();
  }

  // By docs/iam.md: the nth column of the calls' rows.
  function needed(calls: readonly string[], column: number): string[] {
    const rows = iam.split('\n').filter((line) => line.startsWith('| `'));
    const cells = calls.flatMap((call) => {
      const row = rows.find((line) => line.split('|')[1]?.includes(`\`${call}\``));
      return row?.split('|')[1 + column]?.match(/\w+:[A-Z]\w+/g) ?? [];
    });
    return [...new Set(cells)].toSorted();
  }

  const mapping = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

  it.each([
    ['RestApiRole', ['enqueue', 'get', 'list'], []],
    ['SqsJobRole', ['jobHandler'], mapping],
    ['SweepRole', ['sweepHandler'], []],
  ])('%s may make the calls %o, and no other', (role, calls, more) => {
    expect(allowed(role, ' JobsTable.Arn')).toEqual(needed(calls, 1));
    expect(allowed(role, '/index/by_status')).toEqual(needed(calls, 2));
    const onQueue = [...needed(calls, 3), ...more].toSorted();
    expect(allowed(role, ' JobsQueue.Arn')).toEqual(onQueue);
    expect(onQueue.length).toBeGreaterThan(0);
  });
});
