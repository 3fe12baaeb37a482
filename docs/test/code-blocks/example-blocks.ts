import type { CodeBlock } from './code-block.js';
import { markdownBlocks } from './markdown-blocks.js';

/** The fenced blocks of the doc comments of a source file. */
export function exampleBlocks(source: string, page: string): CodeBlock[] {
  return [...source.matchAll(/^ *\/\*\*.*?\*\//gms)].flatMap(({ 0: comment, index }) => {
    const linesBefore = source.slice(0, index).split('\n').length - 1;
    return markdownBlocks(textOf(comment), page, linesBefore);
  });
}

// As many lines as the comment has, so that a block's line is its line in the file.
function textOf(comment: string): string {
  return comment
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^ *(\/\*\*|\*) ?/, ''))
    .join('\n');
}
