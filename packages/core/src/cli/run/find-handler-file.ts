import { readdirSync, statSync } from 'node:fs';
import { dirname, extname, relative, resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import type { HandlerName } from './handler-name.js';
import { listed } from './listed.js';

// In the order of Lambda's own runtime; TypeScript comes last, which that one does not run.
const endings = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/**
 * Finds a handler's file, which its name leaves the ending of.
 *
 * @returns its absolute path
 * @throws CliError where there is none
 */
export function findHandlerFile({ file }: HandlerName): string {
  const path = resolve(file);
  const ending = endings.find((candidate) => isFile(path + candidate));
  if (ending !== undefined) return path + ending;
  const message = `there is no ${file}.js, .mjs or .cjs`;
  throw new CliError(message, { hint: whatIsThere(dirname(path)) });
}

function whatIsThere(folder: string): string {
  const name = relative(process.cwd(), folder) || 'this folder';
  const files = filesIn(folder);
  if (!files) return `There is no folder ${name}: has it been built?`;
  const handlers = files.filter((file) => endings.includes(extname(file), 1));
  if (handlers.length === 0) return `There is no JavaScript in ${name}: has it been built?`;
  return `In ${name} there are: ${listed(handlers)}`;
}

function filesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder).sort();
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
