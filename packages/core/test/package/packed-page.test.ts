import { describe, expect, it } from 'vitest';
import { packedPage } from '../../../../scripts/packed-page.js';

const paths = new Map([
  ['docs/sqs.md', 'sqs.md'],
  ['packages/core/README.md', '../README.md'],
]);
const packed = (markdown: string) => packedPage(markdown, 'docs/s3.md', paths);

const put = '[put](../packages/core/test/s3/events/put.event.json)';
const bodies = '[bodies](../packages/core/test/sqs/bodies.test.ts)';
const log = '[log](../packages/core/test/sqs/log.test.ts)';

describe('links', () => {
  it.each([
    ['[SQS](sqs.md#fifo), [above](#above), [AWS](https://aws.amazon.com)', undefined],
    ['[set](../packages/core/README.md#variables)', '[set](../README.md#variables)'],
    [
      '[rest-api](../examples/rest-api) shows how.',
      '`examples/rest-api` of the repository shows how.',
    ],
    ['In [bench/scale](../bench/scale/scale.ts).', 'In `bench/scale` of the repository.'],
    ['Held by [a test](../packages/core/test/sqs/log.test.ts).', 'Held by a test.'],
    ['See [its readme](../bench/sqs/README.md).', 'See its readme.'],
  ])('%s', (markdown, expected = markdown) => expect(packed(markdown)).toBe(expected));
});

describe('what names a test', () => {
  it.each([
    ['in parentheses', `Rules hold (${bodies},\n${log}). More.`, 'Rules hold. More.'],
    ['with more beside it', `Rules hold\n(${bodies}, and \`npm test\`).`, 'Rules hold.'],
    [
      'a sentence',
      `One. Tests: ${bodies}, ${log}. How far (in s) is told.`,
      'One. How far (in s) is told.',
    ],
    ['over lines', `Each is a file, too:\n${put}, sent by ${log}. By id.`, 'By id.'],
    ['a paragraph', `One.\n\nHeld by\n${log}.\n\nTwo.`, 'One.\n\nTwo.'],
    [
      'after a table',
      `| a |\n|---|\n| b |\n\nEach: ${log}. By id.`,
      '| a |\n|---|\n| b |\n\nBy id.',
    ],
    ['an item of a list', `- one\n- by ${log}. Two.\n- three`, '- one\n- Two.\n- three'],
    ['the end of a cell', `| a |\n|---|\n| x: ${put}, ${log} |`, '| a |\n|---|\n| x |'],
  ])('goes: %s', (_where, markdown, expected) => expect(packed(markdown)).toBe(expected));

  it('stays as its text in a row that says more', () => {
    expect(packed(`| a |\n|---|\n| x, as ${log} says |`)).toBe('| a |\n|---|\n| x, as log says |');
  });

  it('in a column of its own, whatever its head, or under its head, whatever is in it', () => {
    const head = '| a | Events | b | Test |\n|---|---|---|---|\n';
    const rows = `| 1 \\| 2 | ${put} | x | same, "a" |\n| 3 | | [SQS](sqs.md) | [SQS](sqs.md) |\n`;
    const left = '| a | b |\n|---|---|\n| 1 \\| 2 | x |\n| 3 | [SQS](sqs.md) |\n';
    expect(packed(head + rows)).toBe(left);
  });
});

it('asides that lead to a page stay, and code as it is', () => {
  const aside = 'It fails ([why](sqs.md)).';
  const code = `\`\`\`md\n| Test |\n|---|\n${log}\n\n\n\`\`\``;
  expect(packed(`${aside}\n\n${code}\n`)).toBe(`${aside}\n\n${code}\n`);
});
