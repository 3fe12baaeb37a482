import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A fenced block of a page or of a doc comment. */
export interface CodeBlock {
  /** The file it stands in, from the root of the repository. */
  readonly page: string;
  /** The line of its first fence, from 1. */
  readonly line: number;
  /** What stands behind the fence: `ts`, `sh`; `''` where nothing does. */
  readonly language: string;
  readonly text: string;
  /** The file that it is on its page: `<!-- file: src/jobs.ts -->` before the block. */
  readonly file?: string;
  /** Code that a fragment needs and the reader does not: `<!-- before: const id = 'a'; -->`. */
  readonly before?: string;
  /** Of commands that stay: what they print once they are ready. `<!-- background: listening -->` */
  readonly background?: string;
}

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder that a block's page is in. */
export const folderOf = ({ page }: CodeBlock): string => join(root, dirname(page));
