import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

// A folder as the Dockerfile makes it, of one handler.
let image: string;
beforeEach(() => {
  image = realpathSync(mkdtempSync(join(tmpdir(), 'image-')));
  cpSync(fileURLToPath(new URL('../compile-cache.cjs', import.meta.url)), preload());
  writeFileSync(join(image, 'handler.mjs'), 'console.log("started");\n');
  const cache = join(image, '.cache');
  execFileSync(process.execPath, ['handler.mjs'], {
    cwd: image,
    env: { NODE_COMPILE_CACHE: cache },
  });
  const [folder = ''] = readdirSync(cache);
  // Whose it was, and on which processor, is told by the name: it has none any more.
  renameSync(join(cache, folder), join(image, 'compiled'));
});
afterEach(() => rmSync(image, { recursive: true }));
const preload = () => join(image, 'compile-cache.cjs');

it('has Node use compiled code, whoever compiled it', () => {
  const { stderr, stdout } = start();
  expect(stdout).toBe('started\n');
  expect(stderr).toContain('handler.mjs was accepted');
});

it('starts without compiled code', () => {
  rmSync(join(image, 'compiled'), { recursive: true });
  const { stderr, stdout } = start();
  expect(stdout).toBe('started\n');
  expect(stderr).not.toContain('was accepted');
});

it('starts where no file can be written, and says what is missing', () => {
  const { stderr, stdout } = start({ TMPDIR: join(image, 'nowhere') });
  expect(stdout).toBe('started\n');
  expect(stderr).toContain("the image's compiled code is not used: ENOENT");
});

function start(env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, ['handler.mjs'], {
    cwd: image,
    env: { NODE_OPTIONS: `--require=${preload()}`, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', ...env },
    encoding: 'utf8',
  });
}
