import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const quietly: NodeJS.ProcessEnv = { ...process.env, AWS_LAMBDA_LOG_LEVEL: 'FATAL' };

/** Runs with a folder that is gone afterwards. */
export async function withScratchFolder(
  run: (scratch: string) => void | Promise<void>,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'lwa-bridge-packages-'));
  try {
    await run(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Packs a package of the workspace as it would be published; gives the tarball. */
export function pack(name: string, scratch: string): string {
  const folder = join(scratch, 'tarballs', name);
  run('pnpm', ['--filter', name, 'pack', '--pack-destination', folder]);
  const [tarball] = readdirSync(folder);
  if (!tarball) throw new Error(`pnpm packed nothing for ${name}`);
  return join(folder, tarball);
}

/** Makes an app outside the workspace from scripts/packed-apps and installs packages in it. */
export function installApp(
  name: 'esm' | 'commonjs' | 'typescript' | 'local' | 'cli' | 'cli-typescript',
  packages: string[],
  scratch: string,
): string {
  const folder = join(scratch, name);
  cpSync(join(root, 'scripts/packed-apps', name), folder, { recursive: true });
  const type = name === 'commonjs' ? 'commonjs' : 'module';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
  npmInstall(packages, folder);
  return folder;
}

/** Installs packages in a folder outside the workspace. */
export function npmInstall(packages: string[], folder: string): void {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  mkdirSync(folder, { recursive: true });
  run('npm', ['install', '--prefix', folder, ...quiet, ...packages], folder);
}

/** Runs a command, its output shown; throws when it fails. */
export function run(command: string, args: string[], cwd = root, env = quietly): void {
  console.log(`> ${command} ${args.join(' ')}`);
  execFileSync(command, args, { cwd, env, stdio: 'inherit' });
}
