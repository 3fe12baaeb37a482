import type { LocalEvent } from 'lwa-bridge-local';
import { condense, readLogLine } from './log-line.js';

/** What happened, where, in words. */
export interface Description {
  /** The service, resource or function. */
  readonly place: string;
  readonly text: string;
}

/** An event of the local platform, for a person. */
export function describeEvent(event: LocalEvent): Description {
  switch (event.type) {
    case 'adapter-found':
      return at('adapter', `before the functions: ${event.path}`);
    case 'service-ready':
      return at(
        event.service === 'bedrockRuntime' ? 'bedrock' : event.service,
        `${event.embedded ? 'started' : 'given'}: ${event.url}`,
      );
    case 'table-ready':
      return at('dynamodb', `table ${event.table}`);
    case 'queue-ready':
      return at('sqs', `queue ${event.queue}`);
    case 'bucket-ready':
      return at('s3', `bucket ${event.bucket}`);
    case 'function-ready':
      return at(
        event.function,
        `${event.restarted ? 'started again' : 'ready'} on ${event.url} after ${event.ms} ms`,
      );
    case 'function-exited':
      return at(event.function, `ended: ${event.reason}`);
    case 'function-log':
      return at(event.function, condense(readLogLine(event.line)));
    case 'notification-sent':
      return at('s3', `${event.eventName} ${event.key} -> queue ${event.queue}`);
    case 'notification-failed':
      return at('s3', `${event.eventName} ${event.key} not sent: ${explain(event.error)}`);
    case 'batch-started':
      return at(event.queue, `${count(event.messageIds)} -> ${event.function}`);
    case 'batch-ended':
      return at(event.queue, describeBatch(event));
    case 'queue-failed':
      return at(event.queue, `could not ${event.action}, trying again: ${explain(event.error)}`);
    case 'bedrock-answered':
      return at('bedrock', `answered${event.error ? ` ${event.error}` : ''} after ${event.ms} ms`);
  }
}

/** An error and what caused it, in one line. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes = error instanceof AggregateError ? error.errors : [error.cause ?? []].flat();
  // The AWS SDK's message for an answer that has none.
  const hasMessage = error.message !== '' && error.message !== 'UnknownError';
  const message = hasMessage ? error.message : error.name;
  const reasons = causes.map(explain).filter((reason) => !message.includes(reason));
  return [message, ...reasons].join(': ');
}

type BatchEnded = Extract<LocalEvent, { type: 'batch-ended' }>;

function describeBatch({ deleted, returned, reason, error, ms }: BatchEnded): string {
  const parts = [];
  if (deleted.length > 0) parts.push(`${count(deleted)} done`);
  if (returned.length > 0) parts.push(`${count(returned)} will come back`);
  const why = error === undefined ? reason : explain(error);
  return `${parts.join(', ')} after ${ms} ms${why ? `: ${why}` : ''}`;
}

function count(messageIds: readonly string[]): string {
  return messageIds.length === 1 ? '1 message' : `${messageIds.length} messages`;
}

function at(place: string, text: string): Description {
  return { place, text };
}
