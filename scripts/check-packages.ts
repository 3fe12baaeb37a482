// Checks what would be published: packs each package, lints the tarball, and uses it in apps outside
// the workspace.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installApp, pack, run, withScratchFolder } from './packed-app.ts';
import { tryGettingStarted } from './try-getting-started.ts';

await withScratchFolder(async (scratch) => {
  const core = pack('lwa-bridge', scratch);
  const local = pack('lwa-bridge-local', scratch);
  for (const tarball of [core, local]) {
    run('publint', ['run', tarball, '--strict']);
    // ESM only: CommonJS gets it by `require` from Node 20.19 on, which this check doesn't know.
    run('attw', [tarball, '--profile', 'esm-only', '--format', 'table-flipped']);
  }
  run('node', ['app.mjs'], installApp('esm', [core], scratch));
  run('node', ['app.cjs'], installApp('commonjs', [core], scratch));
  const sqs = '@aws-sdk/client-sqs@3.1169.0';
  run('node', ['app.mjs'], installApp('local', [core, local, sqs], scratch));
  const types = ['typescript@6.0.3', '@types/node@24.19.2'];
  run('npx', ['tsc', '-p', '.'], installApp('typescript', [core, ...types], scratch));
  run('node', ['app.mjs'], installApp('cli', [core], scratch));
  const added = installApp('cli-typescript', [core, ...types], scratch);
  for (const kind of ['sqs', 's3', 'csv', 'job', 'event']) {
    run('npx', ['lwa-bridge', 'add', `new-${kind}`, '--kind', kind], added);
  }
  run('npx', ['tsc'], added);
  run('node', ['--test', 'dist/*.test.js'], added);
  const empty = join(scratch, 'getting-started');
  mkdirSync(empty);
  await tryGettingStarted(empty, { 'lwa-bridge': core, 'lwa-bridge-local': local });
});
console.log(
  'packages: packed, linted, used from ESM, CommonJS, TypeScript, on a local platform and by the command line, and docs/getting-started.md taken step by step',
);
