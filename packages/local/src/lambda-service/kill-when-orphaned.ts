import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

// Waits for the end of its input, which the system closes with the process that holds the other end.
const script = 'read -r _; kill -s KILL -- "-$0"';

/**
 * Kills a process group when this process ends, in whatever way: a signal that nobody listens for, an
 * uncaught error, SIGKILL. A shell watches for it, since a process cannot do anything after its end.
 *
 * @returns a function that ends the watch
 */
export function killWhenOrphaned(groupId: number): () => void {
  // A group of its own, so that the terminal's Ctrl-C does not end the watch before us.
  const watch = spawn('sh', ['-c', script, String(groupId)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no watch; what else ends the group still does.
  watch.on('error', () => {});
  watch.stdin.on('error', () => {});
  watch.unref();
  (watch.stdin as Socket).unref();
  return () => watch.kill('SIGKILL');
}
