import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const read = (file: string) => readFileSync(join(dist, file), 'utf8');
const kilobytes = (file: string) => statSync(join(dist, file)).size / 1000;

// The command line is for a terminal and the start of a container: no handler pays for it.
describe.each(['index.js', 'jobs.js', 's3-csv.js', 'testing.js'])('%s', (entry) => {
  it('is one file, which imports none of ours', () => {
    const imported = [...read(entry).matchAll(/\b(?:from|import)\s*\(?\s*["'`]([^"'`]+)["'`]/g)];
    const names = imported.map(([, name]) => name);
    expect(names.filter((name) => name?.startsWith('.') || name?.startsWith('lwa-bridge'))).toEqual(
      [],
    );
  });

  it('holds nothing of the command line', () => {
    expect(read(entry)).not.toMatch(/commander|CliError|lwa-bridge run/i);
  });
});

describe('the command line', () => {
  it('starts a handler with less than the library itself has', () => {
    const shared = readdirSync(join(dist, 'cli')).filter((file) => file.startsWith('chunk-'));
    const imported = shared.filter((file) => read('cli/main.js').includes(`from"./${file}"`));
    const atStart = ['cli/main.js', ...imported.map((file) => `cli/${file}`)];
    expect(atStart.map(read).join()).not.toMatch(/commander|dockerfile/i);
    expect(atStart.map(kilobytes).reduce((sum, size) => sum + size)).toBeLessThan(
      kilobytes('index.js'),
    );
  });

  it('is a program', () => {
    expect(read('cli/main.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(join(dist, 'cli/main.js')).mode & 0o111).toBe(0o111);
  });

  it('goes along with the licences of what is bundled in it', () => {
    expect(read('cli/THIRD-PARTY.txt')).toMatch(/^commander \d+\.\d+\.\d+ \(MIT\)\n/m);
    expect(read('THIRD-PARTY.txt')).toMatch(
      /^@aws\/lambda-invoke-store \d+\.\d+\.\d+ \(Apache-2.0\)\n/m,
    );
  });
});
