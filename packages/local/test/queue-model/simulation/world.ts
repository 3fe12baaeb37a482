import type { sqsHandler } from 'lwa-bridge';
import type { ModelQueue } from '../model-queue.js';
import type { Recorder } from './history.js';
import type { Scenario } from './scenario.js';
import type { VirtualClock } from './virtual-clock.js';

/** What a simulation consists of. */
export interface World {
  readonly scenario: Scenario;
  readonly queue: ModelQueue;
  readonly clock: VirtualClock;
  readonly recorder: Recorder;
  /** `sqsHandler`, or a sabotaged one. */
  readonly createHandler: CreateHandler;
}

/** Makes a handler as `sqsHandler` does. */
export type CreateHandler = typeof sqsHandler<unknown>;

/** A promise that never settles: where the code of a process stops that has ended. */
export const never = (): Promise<never> => new Promise(() => {});
