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

it('are all the pages, and link to nothing but each other and the README', () => {
  const docs = packedDocs();
  expect(docs['getting-started.md']).toContain('[moving over](moving-over.md)');
  expect(docs['cli.md']).toContain('([in the container](../README.md#in-the-container)): ');
  for (const text of Object.values(docs)) {
    const paths = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    for (const path of paths) expect([...Object.keys(docs), '../README.md']).toContain(path);
  }
});

it('say how a vulnerability is reported', () => {
  const docs = packedDocs();
  expect(docs['security.md']).toContain('[SECURITY.md](reporting-a-vulnerability.md)');
  expect(docs['reporting-a-vulnerability.md']).toContain('Please report it in private');
  // Where small letters are as large ones, two such files would be one.
  const names = Object.keys(docs).map((name) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

it('say of an example that it is in the repository', () => {
  expect(packedDocs()['deploy.md']).toMatch(/^`examples\/deploy` of the repository holds /m);
});

it('name no test, which is not packed: as a column, in parentheses, or in a sentence', () => {
  const docs = packedDocs();
  expect(docs['getting-started.md']).toContain('from the packed packages.\n');
  expect(docs['cli.md']).toContain('| Rule |\n|---|\n| The first dot after the last slash');
  expect(docs['s3.md']).toContain("| The message's body | What is read |\n|---|---|\n");
  expect(docs['sqs.md']).toContain('\n\nResults are matched by id: ');
  for (const text of Object.values(docs)) {
    expect(text).not.toMatch(/\| (?:Test|Trap) \|$/im);
    expect(text).not.toMatch(/^(?:Tests: |iam\.)|, sent by |event-files/m);
  }
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
