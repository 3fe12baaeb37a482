import { posix } from 'node:path';
import { readJson } from './json-with-comments.js';
import { readTsconfig, type Tsconfig } from './read-tsconfig.js';

/** What of a project decides how a new file of it looks. */
export interface Project {
  readonly folder: string;
  readonly typescript: boolean;
  /** The ending of its ES modules. */
  readonly ending: 'ts' | 'mts' | 'js' | 'mjs';
  /** Whether TypeScript files import each other by `.ts`, so that Node can run them as they are. */
  readonly importsTypescript: boolean;
  readonly tests: 'node:test' | 'vitest';
  /** Where the compiler writes; `undefined`: beside each source. */
  readonly outDir: string | undefined;
  /** Which folder it takes for the root of the sources. */
  readonly rootDir: string;
  /** Packages that an image without devDependencies has, too. */
  readonly inProduction: readonly string[];
}

/**
 * Looks at the project in a folder. What is not there, or can't be read, counts as empty.
 *
 * @param dir - where new sources go, from that folder
 */
export function readProject(folder: string, dir: string): Project {
  const packageJson = readJson(folder, 'package.json');
  const tsconfig = readTsconfig(folder);
  const named = (field: string) => Object.keys(Object(packageJson?.[field]));
  const inProduction = ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap(named);
  const installed = [...inProduction, ...named('devDependencies')];
  const typescript = tsconfig !== undefined || installed.includes('typescript');
  const module = packageJson?.type === 'module';
  const { compilerOptions = {} } = tsconfig ?? {};
  return {
    folder,
    typescript,
    ending: typescript ? (module ? 'ts' : 'mts') : module ? 'js' : 'mjs',
    importsTypescript: ['allowImportingTsExtensions', 'rewriteRelativeImportExtensions'].some(
      (option) => compilerOptions[option] === true,
    ),
    tests: installed.includes('vitest') ? 'vitest' : 'node:test',
    outDir: outDirOf(tsconfig),
    rootDir: rootDirOf(tsconfig, dir),
    inProduction,
  };
}

// Where the compiler does not write, something else does: mostly to dist.
function outDirOf(tsconfig: Tsconfig | undefined): string | undefined {
  if (tsconfig === undefined) return 'dist';
  const { outDir, noEmit, allowImportingTsExtensions, rewriteRelativeImportExtensions } =
    tsconfig.compilerOptions;
  if (typeof outDir === 'string') return inFolder(outDir);
  const writes = !noEmit && (!allowImportingTsExtensions || rewriteRelativeImportExtensions);
  return writes ? undefined : 'dist';
}

function rootDirOf(tsconfig: Tsconfig | undefined, dir: string): string {
  const rootDir = tsconfig?.compilerOptions.rootDir;
  if (typeof rootDir === 'string') return inFolder(rootDir);
  if (!tsconfig?.rootIsCommonFolder) return '';
  const folders = tsconfig.files
    .filter((file) => !/\.d\.[cm]?ts$/.test(file))
    .map((file) => posix.dirname(posix.normalize(file)));
  return folders.reduce(commonFolder, posix.normalize(dir));
}

// As a tsconfig.json names its own folder.
const inFolder = (path: string) => path.replace(/^\$\{configDir\}\/?/, './');

function commonFolder(one: string, other: string): string {
  const [names, others] = [one.split('/'), other.split('/')];
  const parting = names.findIndex((name, index) => name !== others[index]);
  return names.slice(0, parting === -1 ? names.length : parting).join('/');
}
