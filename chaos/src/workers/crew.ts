import { fileURLToPath } from 'node:url';
import { FunctionError } from 'lwa-bridge/testing';
import {
  type EventSourceMapping,
  type LambdaFunction,
  type LocalEvent,
  startEventSourceMapping,
  startFunctionProcess,
} from 'lwa-bridge-local';
import type { WorkerFault } from '../history/history.ts';
import { chance } from '../plan/chance.ts';
import { effectsTable } from '../world/resources.ts';
import type { World } from '../world/world.ts';
import { toEnvironment } from './settings.ts';

export interface CrewOptions {
  readonly world: World;
  readonly workers: number;
  readonly seed: number;
  readonly maxAttempts: number;
  readonly leaseMs: number;
  /** The function's timeout. */
  readonly timeoutMs: number;
  onFault(fault: WorkerFault): void;
}

/** Workers that read the queue. */
export interface Crew {
  readonly names: readonly string[];
  /** The process that a worker has now. */
  pidOf(worker: string): number | undefined;
  /** Deliveries of batches to workers, those that were made twice, and messages in all of them. */
  readonly deliveries: { batches: number; twice: number; messages: number };
  close(): Promise<void>;
}

const batchSize = 5;
const deliveredTwice = 0.03;
const program = fileURLToPath(new URL('worker.ts', import.meta.url));

/**
 * Starts functions of one process each, behind the adapter's stand-in, and an event source mapping
 * for each of them. Some batches are delivered to a second one at the same time.
 */
export async function startCrew(options: CrewOptions): Promise<Crew> {
  const { world, workers, seed, maxAttempts, leaseMs, timeoutMs, onFault } = options;
  const names = Array.from({ length: workers }, (_, index) => `worker-${index + 1}`);
  const pids = new Map<string, number>();
  const deliveries = { batches: 0, twice: 0, messages: 0 };
  const secondDeliveries = new Set<Promise<unknown>>();
  const settings = { folder: world.folder, effectsTable, maxAttempts, leaseMs };

  const watch = (worker: string) => (event: LocalEvent) => {
    if (event.type === 'function-log') {
      const pid = /^chaos: worker (\d+)$/.exec(event.line)?.[1];
      if (pid) pids.set(worker, Number(pid));
    }
    if (event.type === 'function-exited') {
      pids.delete(worker);
      const now = Date.now();
      onFault({ worker, kind: 'exited', from: now, to: now, reason: event.reason });
    }
  };
  const functions = await Promise.all(
    names.map((name) =>
      startFunctionProcess({
        name,
        command: [process.execPath, '--max-old-space-size=64', program],
        env: {
          ...world.env,
          ...toEnvironment(settings),
          AWS_SDK_UA_APP_ID: name,
          AWS_LWA_ERROR_STATUS_CODES: '500-599',
          AWS_LAMBDA_LOG_LEVEL: 'FATAL',
        },
        timeoutMs,
        readyTimeoutMs: 60_000,
        onEvent: watch(name),
      }),
    ),
  );

  const invoke = async (index: number, event: unknown): Promise<unknown> => {
    const worker = functions[index % functions.length] as LambdaFunction;
    const from = Date.now();
    try {
      return await worker.invoke(event);
    } catch (error) {
      if (error instanceof FunctionError && error.errorType === 'Sandbox.Timedout') {
        pids.delete(worker.name);
        onFault({ worker: worker.name, kind: 'timed out', from, to: Date.now() });
      }
      throw error;
    }
  };
  const deliver = (index: number) => (event: unknown) => {
    deliveries.batches += 1;
    deliveries.messages += (event as { Records: unknown[] }).Records.length;
    if (chance(seed, 'delivered twice', deliveries.batches) < deliveredTwice) {
      deliveries.twice += 1;
      const second = invoke(index + 1, event).catch(() => {});
      secondDeliveries.add(second);
      void second.then(() => secondDeliveries.delete(second));
    }
    return invoke(index, event);
  };
  const mappings: EventSourceMapping[] = names.map((name, index) =>
    startEventSourceMapping({
      queue: world.queue,
      function: { name, invoke: deliver(index) },
      sqs: world.sqs,
      batchSize,
      reportBatchItemFailures: true,
    }),
  );

  return {
    names,
    pidOf: (worker) => pids.get(worker),
    deliveries,
    async close() {
      await Promise.all(mappings.map((mapping) => mapping.close()));
      await Promise.all(secondDeliveries);
      await Promise.all(functions.map((one) => one.close()));
    },
  };
}
