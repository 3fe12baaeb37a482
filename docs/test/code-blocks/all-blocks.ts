import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeBlock, root } from './code-block.js';
import { exampleBlocks } from './example-blocks.js';
import { markdownBlocks } from './markdown-blocks.js';

/** Every fenced block of every page and of every doc comment of the packages. */
export function allBlocks(): CodeBlock[] {
  const exclude = [
    '**/node_modules/**',
    '**/dist/**',
    'packages/*/docs/**',
    'docs/{api,.blocks}/**',
  ];
  const files = (pattern: string) => globSync(pattern, { cwd: root, exclude }).toSorted();
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  return [
    ...files('**/*.md').flatMap((page) => markdownBlocks(read(page), page)),
    ...files('packages/*/src/**/*.ts').flatMap((file) => exampleBlocks(read(file), file)),
  ];
}
