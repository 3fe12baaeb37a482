import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../code-blocks/code-block.js';
import { markdownBlocks } from '../code-blocks/markdown-blocks.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { peerDependencies } = JSON.parse(read('packages/core/package.json'));
const installs = markdownBlocks(read('docs/getting-started.md'), 'getting started')
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split('\n'))
  .filter((line) => line.startsWith('npm install '))
  .map((line) => line.split(' '));
const peersOf = (words: string[]) => words.filter((word) => word in peerDependencies);

// The image of this page is installed with --omit=dev: a handler would find them here, and not there.
it('the peers of lwa-bridge are installed as dependencies', () => {
  const forDevelopment = installs.filter((words) => words.includes('--save-dev'));
  expect(forDevelopment.flatMap(peersOf)).toEqual([]);
  expect(installs.flatMap(peersOf)).toEqual(['@aws-sdk/client-sqs']);
});
