import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePage } from './write-page.js';

// The tests that docs/testing.md shows are tests of ours, too.
const folder = writePage('testing.md');
const files = globSync('**/*.test.ts', { cwd: folder });

it('docs/testing.md shows tests', () => expect(files.length).toBeGreaterThan(2));

describe.each(files)('%s', async (file) => {
  await import(join(folder, file));
});
