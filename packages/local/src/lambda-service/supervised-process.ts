import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { deferred } from './deferred.js';
import { killWhenOrphaned } from './kill-when-orphaned.js';

/** How a process ended, or why it could not begin. */
export type ProcessExit =
  | { readonly code: number }
  | { readonly signal: NodeJS.Signals }
  | { readonly launchError: Error };

/** What to start. */
export interface ProcessOptions {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Called with each line of stdout and stderr. */
  onLine(line: string): void;
}

/** A child process in a process group of its own. */
export interface SupervisedProcess {
  /** Resolves when the process has ended; what it left in its group is killed then. */
  readonly exited: Promise<ProcessExit>;
  /** Resolves when its output has been read to the end, too. */
  readonly closed: Promise<void>;
  /** Signals the whole group; does nothing once the process has ended. */
  signal(signal: NodeJS.Signals): void;
}

/** Starts a process that can be signalled together with all it starts itself. */
export function superviseProcess(options: ProcessOptions): SupervisedProcess {
  const { command, args, env, cwd, onLine } = options;
  // `detached` makes it the leader of a new group, whose id is its pid.
  const child = spawn(command, args, {
    env,
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = deferred<ProcessExit>();
  const closed = deferred();
  let alive = child.pid !== undefined;

  const signal = (name: NodeJS.Signals) => {
    if (alive && child.pid !== undefined) signalGroup(child.pid, name);
  };
  // A group of its own does not see the terminal's Ctrl-C, and would survive a crash of ours.
  const killGroup = () => signal('SIGKILL');
  const forget = onExit(killGroup);
  const endWatch = child.pid === undefined ? () => {} : killWhenOrphaned(child.pid);

  child.once('error', (launchError) => {
    // Also emitted when a signal could not be sent, which says nothing about the process.
    if (child.pid !== undefined) return;
    forget();
    exited.resolve({ launchError });
    closed.resolve();
  });
  child.once('exit', (code, name) => {
    killGroup();
    alive = false;
    forget();
    endWatch();
    exited.resolve(name === null ? { code: code ?? 0 } : { signal: name });
  });
  child.once('close', () => closed.resolve());
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', onLine);
  }
  return { exited: exited.promise, closed: closed.promise, signal };
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    // Nobody is left in the group, or on macOS (EPERM) nobody who has not ended.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function onExit(run: () => void): () => void {
  process.once('exit', run);
  // Many processes are no leak, of which Node would warn.
  process.setMaxListeners(process.getMaxListeners() + 1);
  return () => {
    process.removeListener('exit', run);
    process.setMaxListeners(process.getMaxListeners() - 1);
  };
}
