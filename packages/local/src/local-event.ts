import type { BedrockAnswer } from './services/bedrock/start-bedrock.js';
import type { ServiceName } from './services/endpoints.js';

/** Something that happened on the local platform. */
export type LocalEvent =
  /** The real adapter stands before the functions; without it, its stand-in does. */
  | { type: 'adapter-found'; path: string }
  | { type: 'service-ready'; service: ServiceName; url: string; embedded: boolean }
  | { type: 'table-ready'; table: string }
  | { type: 'queue-ready'; queue: string; url: string }
  | { type: 'bucket-ready'; bucket: string }
  /** A function's process answers on its readiness path. `restarted`: in place of one that ended. */
  | { type: 'function-ready'; function: string; url: string; ms: number; restarted: boolean }
  /** A function's process ended without having been asked to. */
  | { type: 'function-exited'; function: string; reason: string }
  /** One line that a function wrote. */
  | { type: 'function-log'; function: string; line: string }
  | { type: 'notification-sent'; bucket: string; key: string; eventName: string; queue: string }
  /** A notification could not be sent to its queue. */
  | {
      type: 'notification-failed';
      bucket: string;
      key: string;
      eventName: string;
      queue: string;
      error: unknown;
    }
  | { type: 'batch-started'; queue: string; function: string; messageIds: string[] }
  /** A batch is done: which messages are deleted, which come back after their visibility timeout. */
  | {
      type: 'batch-ended';
      queue: string;
      function: string;
      ms: number;
      deleted: string[];
      returned: string[];
      /** Why, where the reply does not simply list what failed. */
      reason?: string;
      /** The function error, where there was one. */
      error?: unknown;
    }
  /** The queue could not be read or a message not deleted; it is tried again. */
  | { type: 'queue-failed'; queue: string; action: 'receive' | 'delete'; error: unknown }
  | ({ type: 'bedrock-answered' } & BedrockAnswer);

/** Is told what happens, as it happens. */
export type OnLocalEvent = (event: LocalEvent) => void;

/**
 * Makes of a listener one that never throws: what it throws ends the process as any uncaught error
 * does, instead of looking like the failure of a batch.
 */
export function neverThrowing(onEvent: OnLocalEvent = () => {}): OnLocalEvent {
  return (event) => {
    try {
      onEvent(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}
