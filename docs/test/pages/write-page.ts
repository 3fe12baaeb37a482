import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../code-blocks/code-block.js';
import { markdownBlocks } from '../code-blocks/markdown-blocks.js';

/**
 * Writes the blocks of a page that are files into a folder, from which they can be imported.
 *
 * @param name - the folder's, of each test file its own: they run at the same time
 */
export function writePage(page: string, name = page.replace(/\.md$/, '')): string {
  const folder = join(root, 'docs/.pages', name);
  rmSync(folder, { recursive: true, force: true });
  const blocks = markdownBlocks(readFileSync(join(root, 'docs', page), 'utf8'), page);
  for (const { file, text } of blocks) {
    if (file === undefined) continue;
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
  return folder;
}
