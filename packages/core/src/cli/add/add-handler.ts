import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-code.js';
import { type Kind, kinds } from './kinds.js';
import { type NewFile, newHandler } from './new-files.js';
import { readProject } from './project.js';

/** Options of {@link addHandler}. */
export interface AddOptions {
  readonly kind: Kind;
  /** Where the sources are, from the project's folder. */
  readonly dir: string;
  /** Write over files that exist. */
  readonly force: boolean;
}

/** What was added, and what remains to be done. */
export interface Added {
  readonly kind: Kind;
  /** What was written, from the project's folder. */
  readonly files: readonly string[];
  /** The command that runs the new test. */
  readonly test: string;
  /** Packages that the new files need and package.json does not name, or only for development. */
  readonly install: readonly string[];
  /** What goes under `Resources` of the SAM template. */
  readonly template: string;
}

/**
 * Adds a handler to the project in a folder: writes its files, all or none, and gives its entry of the
 * SAM template.
 *
 * @throws CliError for a name that is none, where a file exists, and where none can be written
 */
export function addHandler(name: string, options: AddOptions, folder: string): Added {
  refuseName(name);
  const { kind, force } = options;
  const dir = relative(folder, resolve(folder, options.dir)).replaceAll('\\', '/');
  const project = readProject(folder, dir);
  const { files, test, template } = newHandler(name, kind, dir, project);
  if (!force) refuseExisting(files, folder);
  for (const { path, text } of files) {
    writeNewFile(join(folder, path), text, force ? 'w' : 'wx');
  }
  const install = ['lwa-bridge', ...kinds[kind].packages].filter(
    (needed) => !project.inProduction.includes(needed),
  );
  return { kind, files: files.map(({ path }) => path), test, install, template };
}

function writeNewFile(path: string, text: string, flag: 'w' | 'wx'): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag });
  } catch (cause) {
    throw new CliError(`${path} can't be written: ${(cause as Error).message}`, {
      hint: 'Choose another folder with --dir.',
      exitCode: ExitCode.failed,
      cause,
    });
  }
}

// The name becomes a file's and, in another spelling, a resource's. With account and region behind it
// it becomes a bucket's, which has 63 letters at the most.
function refuseName(name: string): void {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 35) return;
  throw new CliError(`'${name}' is no name for a handler`, {
    hint: 'A name is of small letters, digits and hyphens, 35 at the most, and begins with a letter: new-orders',
  });
}

function refuseExisting(files: readonly NewFile[], folder: string): void {
  const existing = files.map(({ path }) => path).filter((path) => existsSync(join(folder, path)));
  if (existing.length === 0) return;
  throw new CliError(`${existing.join(' and ')} exist${existing.length > 1 ? '' : 's'} already`, {
    hint: 'Nothing was written. Choose another name, or write over it with --force.',
    exitCode: ExitCode.failed,
  });
}
