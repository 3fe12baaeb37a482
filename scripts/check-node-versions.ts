// Uses the packed lwa-bridge on the oldest Node it supports and on each later line, and takes the tour of `npm start` with
// the examples' handlers on it. `npm run build` comes before.
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
    // What plays AWS runs on this Node: it needs a newer one than the handlers do.
    const env = { ...process.env, HANDLER_NODE: node };
    run('node', ['examples/start/dist/start.js', '--once'], undefined, env);
  }
});
console.log(`lwa-bridge and the examples' handlers work on Node ${versions.join(', ')}`);
