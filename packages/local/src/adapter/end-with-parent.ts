const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const mark = Symbol.for('lwa-bridge-local.end-with-parent');

/**
 * Calls `end` when a signal is about to end this process, which Node does without an `exit` event.
 * Where anybody else listens for that signal, it is theirs to decide, and nothing is done here.
 *
 * @returns a function that takes the listeners away again
 */
export function endWithParent(end: () => void): () => void {
  const onSignal = Object.assign(
    (signal: NodeJS.Signals) => {
      if (!process.listeners(signal).every((listener) => mark in listener)) return;
      remove();
      end();
      // The last of these listeners lets the signal do what it would have done without them.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    },
    { [mark]: true },
  );
  const remove = () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return remove;
}
