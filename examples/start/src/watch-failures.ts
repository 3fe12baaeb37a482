import type { LocalEvent } from 'lwa-bridge-local';
import { describeEvent } from './describe-event.js';
import { condense, readLogLine } from './log-line.js';

/**
 * Gives a function that says of each event whether the tour has failed with it, and why: all should
 * go well the first time.
 */
export function watchFailures(): (event: LocalEvent) => Error | undefined {
  // A batch that comes back has its reason in what its function logged.
  const lastErrors = new Map<string, string>();

  return (event) => {
    switch (event.type) {
      case 'function-log': {
        const line = readLogLine(event.line);
        // A job that is put off after a failed attempt is a warning.
        if (line.level === 'ERROR' || line.level === 'WARN') {
          lastErrors.set(event.function, condense(line));
        }
        return undefined;
      }
      case 'batch-ended':
        return event.returned.length > 0
          ? failure(event, lastErrors.get(event.function))
          : undefined;
      case 'function-exited':
      case 'notification-failed':
        return failure(event);
      default:
        return undefined;
    }
  };
}

function failure(event: LocalEvent, logged?: string): Error {
  const { place, text } = describeEvent(event);
  return new Error([`${place}: ${text}`, logged].filter(Boolean).join('\n  '));
}
