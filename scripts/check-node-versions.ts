// Uses the packed lwa-bridge on the oldest Node it supports and on each later line.
import { join } from 'node:path';
import { installApp, npmInstall, pack, run, withScratchFolder } from './packed-app.ts';

const versions = ['20.19.0', '22.23.3', '26.10.0'];

await withScratchFolder((scratch) => {
  const core = pack('lwa-bridge', scratch);
  const esm = installApp('esm', [core], scratch);
  const commonjs = installApp('commonjs', [core], scratch);
  const cli = installApp('cli', [core], scratch);
  for (const version of versions) {
    const folder = join(scratch, `node-${version}`);
    npmInstall([`node@${version}`], folder);
    const node = join(folder, 'node_modules/node/bin/node');
    run(node, ['--version']);
    run(node, ['app.mjs'], esm);
    run(node, ['app.cjs'], commonjs);
    run(node, ['app.mjs'], cli);
  }
});
console.log(`lwa-bridge works on Node ${versions.join(', ')}`);
