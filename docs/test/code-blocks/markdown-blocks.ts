import type { Code, Nodes, Parents } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';
import type { CodeBlock } from './code-block.js';

/** The fenced blocks of Markdown, each with the marks in the HTML comments right before it. */
export function markdownBlocks(markdown: string, page: string, lineOffset = 0): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  visit(fromMarkdown(markdown), 'code', (code: Code, index, parent: Parents | undefined) => {
    const line = (code.position?.start.line ?? 0) + lineOffset;
    const marks = index === undefined || !parent ? {} : marksBefore(parent.children, index);
    blocks.push({ page, line, language: code.lang ?? '', text: code.value, ...marks });
  });
  return blocks;
}

function marksBefore(
  siblings: readonly Nodes[],
  index: number,
): Pick<CodeBlock, 'file' | 'before' | 'background'> {
  const marks: Record<string, string> = {};
  for (let at = index - 1; siblings[at]?.type === 'html'; at--) {
    const html = siblings[at];
    const text = html && 'value' in html ? html.value : '';
    for (const [, name, value] of text.matchAll(
      /<!-- *(file|before|background):\s*(.*?)\s*-->/gs,
    )) {
      if (name && value) marks[name] ??= value;
    }
  }
  return marks;
}
