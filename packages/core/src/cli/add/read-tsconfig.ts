import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readJson } from './json-with-comments.js';

/** What a project's tsconfig.json says of where its output goes. */
export interface Tsconfig {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  /** What is compiled, as far as it is known. */
  readonly files: readonly string[];
  /** Whether the root of the sources is, by default, the folder that all of them have in common. */
  readonly rootIsCommonFolder: boolean;
}

/**
 * Reads a folder's tsconfig.json. The project's own compiler is asked, where it is installed and finds
 * something to compile: it knows what the file extends. Else the file is all that counts.
 */
export function readTsconfig(folder: string): Tsconfig | undefined {
  const own = readJson(folder, 'tsconfig.json');
  if (own === undefined) return undefined;
  const compiler = findCompiler(folder);
  const { compilerOptions, files } = (compiler && askCompiler(compiler.tsc, folder)) ?? own;
  const options: Record<string, unknown> = Object(compilerOptions);
  return {
    compilerOptions: options,
    files: Array.isArray(files) ? files.map(String) : [],
    // Up to TypeScript 5; later it is the folder of the tsconfig.json.
    rootIsCommonFolder: compiler !== undefined && compiler.major < 6 && options.composite !== true,
  };
}

function findCompiler(folder: string): { tsc: string; major: number } | undefined {
  try {
    const { resolve } = createRequire(join(folder, 'package.json'));
    const manifest = resolve('typescript/package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    return { tsc: join(dirname(manifest), 'bin/tsc'), major: Number.parseInt(version, 10) };
  } catch {
    return undefined;
  }
}

function askCompiler(tsc: string, folder: string): Record<string, unknown> | undefined {
  try {
    const text = execFileSync(process.execPath, [tsc, '--showConfig', '-p', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Object(JSON.parse(text));
  } catch {
    // It ends with an error where there is nothing to compile yet.
    return undefined;
  }
}
