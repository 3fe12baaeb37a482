// Installs the packed lwa-bridge in apps outside the workspace with other package managers than npm,
// and uses it there, its command line included.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmInstall, pack, run, withScratchFolder } from './packed-app.ts';

const apps = fileURLToPath(new URL('packed-apps', import.meta.url));

interface Manager {
  readonly name: string;
  /** The package that it is on npm, and the program in it. */
  readonly tool: readonly [install: string, program: string];
  readonly env?: Readonly<Record<string, string>>;
  /** How it runs what it has installed, where that is not by a plain `node`. */
  readonly runs?: true;
}

// A lockfile that is not there yet is fine, though this may be CI.
const berry = { YARN_ENABLE_TELEMETRY: '0', YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' };
const newYarn = ['@yarnpkg/cli-dist@4.18.1', '@yarnpkg/cli-dist/bin/yarn.js'] as const;
const managers: readonly Manager[] = [
  { name: 'yarn 1', tool: ['yarn@1.22.22', 'yarn/bin/yarn.js'] },
  {
    name: 'yarn 4, node_modules',
    tool: newYarn,
    env: { ...berry, YARN_NODE_LINKER: 'node-modules' },
  },
  { name: 'yarn 4, pnp', tool: newYarn, env: { ...berry, YARN_NODE_LINKER: 'pnp' }, runs: true },
  { name: 'pnpm', tool: ['pnpm@12.21.0', '.bin/pnpm'] },
  { name: 'bun', tool: ['bun@1.4.5', '.bin/bun'] },
];

await withScratchFolder((scratch) => {
  const core = pack('lwa-bridge', scratch);
  for (const { name, tool, env = {}, runs } of managers) {
    const [install, program] = tool;
    const tools = join(scratch, 'tools', name);
    npmInstall([install], tools);
    const file = join(tools, 'node_modules', program);
    const managed = (...args: string[]) => {
      const [command = '', ...rest] = program.endsWith('.js')
        ? ['node', file, ...args]
        : [file, ...args];
      run(command, rest, app, { ...process.env, AWS_LAMBDA_LOG_LEVEL: 'FATAL', ...env });
    };
    const app = makeApp(join(scratch, 'apps', name), core);
    managed('install');
    if (runs) {
      managed('node', 'app.mjs');
      managed('run', 'lwa-bridge', '--version');
    } else {
      run('node', ['app.mjs'], app);
      run(join(app, 'node_modules/.bin/lwa-bridge'), ['--version'], app);
    }
  }
});
console.log(`lwa-bridge works as installed by ${managers.map(({ name }) => name).join('; ')}`);

function makeApp(folder: string, tarball: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(join(apps, 'esm'), folder, { recursive: true });
  const dependencies = { 'lwa-bridge': `file:${tarball}` };
  const manifest = { name: 'app', private: true, license: 'MIT', type: 'module', dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  // What yarn 4 takes for the end of the search for a project.
  writeFileSync(join(folder, 'yarn.lock'), '');
  return folder;
}
