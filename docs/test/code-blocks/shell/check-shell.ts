import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkJson } from '../check-json.js';
import { type CodeBlock, folderOf } from '../code-block.js';
import { checkLwaBridge } from './check-lwa-bridge.js';
import { checkNpm, checkNpx } from './check-npm.js';
import { shellCommands } from './shell-commands.js';

/** What is wrong with a `sh` block: its syntax, its programs, and what they are told. */
export function checkShell(block: CodeBlock): string[] {
  try {
    execFileSync('bash', ['-n'], { input: block.text, stdio: 'pipe' });
  } catch (error) {
    return [String(error)];
  }
  return shellCommands(block.text).flatMap(([program, ...args]) => {
    const check = programs[program];
    if (check) return check(args, block);
    return program.includes('/') ? missing(program, block) : [`${program}: no page uses it so far`];
  });
}

type Check = (args: readonly string[], block: CodeBlock) => string[];
const fine: Check = () => [];

/** The programs that pages use, looked at where it is ours to know what they take. */
const programs: Readonly<Record<string, Check>> = {
  npm: checkNpm,
  npx: checkNpx,
  'lwa-bridge': checkLwaBridge,
  curl: checkCurl,
  node: fine,
  cd: fine,
  mkdir: fine,
  git: fine,
  docker: fine,
  sam: fine,
  aws: fine,
};

function checkCurl(args: readonly string[], block: CodeBlock): string[] {
  const data = args[args.indexOf('-d') + 1];
  if (!args.includes('-d') || data === undefined) return [];
  if (data.startsWith('@')) return missing(data.slice(1), block);
  return checkJson(data);
}

function missing(path: string, block: CodeBlock): string[] {
  return existsSync(join(folderOf(block), path)) ? [] : [`${path}: there is no such file`];
}
