import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { folderWith } from '../cli/support/cli.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const script = join(root, 'scripts/write-packed-docs.ts');

/** The pages as they are packed, by their names. */
function packedDocs(): Record<string, string> {
  const cwd = folderWith();
  execFileSync(process.execPath, [script], { cwd });
  const docs = join(cwd, 'docs');
  const pages = readdirSync(docs).map((page) => [page, readFileSync(join(docs, page), 'utf8')]);
  return Object.fromEntries(pages);
}

it('are all the pages, with the links among them and no other', () => {
  const docs = packedDocs();
  expect(Object.keys(docs)).toContain('getting-started.md');
  expect(docs['getting-started.md']).toContain('[moving over](moving-over.md)');
  for (const text of Object.values(docs)) expect(text).not.toContain('](../');
});

it('name no test, which is not packed: as a column, or in parentheses', () => {
  const docs = packedDocs();
  expect(docs['getting-started.md']).toContain('from the packed packages.\n');
  expect(docs['cli.md']).toContain('those of the environment (in the container): ');
  expect(docs['cli.md']).toContain('| Rule |\n|---|\n| The first dot after the last slash');
  for (const text of Object.values(docs)) expect(text).not.toMatch(/\| (?:Test|Trap) \|$/m);
});

it('keep what else a row says', () => {
  const { 'doctor.md': doctor = '' } = packedDocs();
  expect(doctor).toContain('| Rule | | Finds | Explained in |\n|---|---|---|---|\n');
  expect(doctor).toMatch(
    /^\| `container-port` \| warning \| .* \| \[how-an-event-travels\]\(how-an-event-travels\.md\) \|$/m,
  );
});

it('leave no full stop on a line of its own, where a link stood', () => {
  for (const text of Object.values(packedDocs())) expect(text).not.toMatch(/^ *\.$/m);
});
