import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeBlock, folderOf, root } from '../code-block.js';
import { checkLwaBridge } from './check-lwa-bridge.js';

interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Scripts that are not there, packages that nobody here has tried. */
export function checkNpm([command = '', ...args]: readonly string[], block: CodeBlock): string[] {
  const words = args.filter((arg) => !arg.startsWith('-'));
  switch (command) {
    case 'install':
      return words.map(withoutVersion).flatMap(unknownPackage);
    case 'run':
      return unknownScript(words[0] ?? '', block);
    case 'start':
    case 'test':
      return unknownScript(command, block);
    case 'init':
    case 'pkg':
    case 'version':
      return [];
    default:
      return [`npm ${command}: no page uses it so far`];
  }
}

/** A program of a package that nobody here has tried; of ours, what it does not take. */
export function checkNpx(args: readonly string[]): string[] {
  const start = args.findIndex((arg) => !arg.startsWith('-'));
  const [name = '', ...rest] = args.slice(start);
  if (name === 'lwa-bridge') return checkLwaBridge(rest);
  return name === 'tsc' ? [] : unknownPackage(withoutVersion(name));
}

const withoutVersion = (name: string) => name.replace(/(?<=.)@.*/, '');

const readManifest = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8'));

function unknownPackage(name: string): string[] {
  const known = globSync('{.,*,packages/*,examples/*}/package.json', { cwd: root }).some((file) => {
    const manifest = readManifest(join(root, file));
    return (
      manifest.name === name || name in { ...manifest.dependencies, ...manifest.devDependencies }
    );
  });
  return known ? [] : [`${name}: no package of this repository needs it`];
}

// In the page's own package, or at the root.
function unknownScript(script: string, block: CodeBlock): string[] {
  const manifests = [folderOf(block), root].map((folder) => join(folder, 'package.json'));
  const known = manifests.some(
    (file) => existsSync(file) && script in (readManifest(file).scripts ?? {}),
  );
  return known ? [] : [`npm run ${script}: there is no such script`];
}
