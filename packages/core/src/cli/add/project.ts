import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonWithComments } from './json-with-comments.js';

/** What of a project decides how a new file of it looks. */
export interface Project {
  readonly folder: string;
  readonly typescript: boolean;
  /** The ending of its ES modules. */
  readonly ending: 'ts' | 'mts' | 'js' | 'mjs';
  /** Whether TypeScript files import each other by `.ts`, so that Node can run them as they are. */
  readonly importsTypescript: boolean;
  readonly tests: 'node:test' | 'vitest';
  /** Where the compiler writes, and which folder it takes for the root of the sources. */
  readonly outDir: string;
  readonly rootDir: string;
  readonly installed: readonly string[];
}

/** Looks at the project in a folder. What is not there, or can't be read, counts as empty. */
export function readProject(folder: string): Project {
  const packageJson = readJson(folder, 'package.json');
  const tsconfig = readJson(folder, 'tsconfig.json');
  const installed = ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((field) =>
    Object.keys(Object(packageJson?.[field])),
  );
  const typescript = tsconfig !== undefined || installed.includes('typescript');
  const module = packageJson?.type === 'module';
  const compilerOptions: Record<string, unknown> = Object(tsconfig?.compilerOptions);
  return {
    folder,
    typescript,
    ending: typescript ? (module ? 'ts' : 'mts') : module ? 'js' : 'mjs',
    importsTypescript: ['allowImportingTsExtensions', 'rewriteRelativeImportExtensions'].some(
      (option) => compilerOptions[option] === true,
    ),
    tests: installed.includes('vitest') ? 'vitest' : 'node:test',
    outDir: textOr(compilerOptions.outDir, 'dist'),
    rootDir: textOr(compilerOptions.rootDir, ''),
    installed,
  };
}

function readJson(folder: string, name: string): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return Object(parseJsonWithComments(text));
  } catch {
    return {};
  }
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise;
