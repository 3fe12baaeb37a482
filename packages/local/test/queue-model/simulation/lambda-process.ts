import { type SqsEventHandler, toDeadLetterQueue } from 'lwa-bridge';
import { nonRetriableFunction, plannedFunction } from './planned-function.js';
import { refusingBodies } from './refusing-bodies.js';
import { simulatedSqsClient } from './simulated-sqs-client.js';
import type { World } from './world.js';

/** Why a process ended. */
export type ProcessEnd = 'died' | 'timed-out';

/** A process with a handler, as in one of Lambda's execution environments. */
export interface LambdaProcess {
  readonly name: string;
  readonly handler: SqsEventHandler;
  /** Neither blocked nor ended. */
  isRunning(): boolean;
  isOver(): boolean;
  /** Settles when it ends. */
  readonly ended: Promise<ProcessEnd>;
  end(how: ProcessEnd): void;
  /** Nothing runs in it any more, but it has not ended. */
  block(): void;
}

/** Starts a process, with a handler of its own. */
export function startProcess(world: World, name: string): LambdaProcess {
  const { scenario, createHandler } = world;
  const { onNonRetriable, deadlineMarginMs, retryDelay, ...options } = scenario.handler;
  let running = true;
  let over = false;
  let tellEnd = (_how: ProcessEnd) => {};
  const ended = new Promise<ProcessEnd>((resolve) => {
    tellEnd = resolve;
  });

  const life = {
    name,
    isRunning: () => running,
    isOver: () => over,
    ended,
    end(how: ProcessEnd) {
      running = false;
      over = true;
      tellEnd(how);
    },
    block() {
      running = false;
    },
  };
  const sqsClient = simulatedSqsClient(world, life);
  const surroundings = { ...life, ...sqsClient };
  const toOption = () => {
    if (onNonRetriable === 'redrive' || onNonRetriable === 'acknowledge') return onNonRetriable;
    if (onNonRetriable === 'sends') {
      return toDeadLetterQueue({ queueUrl: 'https://sqs.local/dead', sqsClient });
    }
    return nonRetriableFunction(world, surroundings);
  };
  const handler = createHandler(plannedFunction(world, surroundings), {
    ...options,
    ...(deadlineMarginMs !== undefined && { deadlineMarginMs }),
    ...(retryDelay !== undefined && { retryDelay: () => retryDelay }),
    schema: refusingBodies,
    onNonRetriable: toOption(),
    sqsClient,
  });
  return { ...life, handler };
}
