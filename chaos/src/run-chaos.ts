import type { EnqueuedJob, History, RowWrite, WorkerFault } from './history/history.ts';
import { readJournals } from './history/journal.ts';
import { operate } from './operate.ts';
import { planJobs } from './plan/plan.ts';
import { produce } from './produce.ts';
import { untilEnded } from './until-ended.ts';
import { startCrew } from './workers/crew.ts';
import { chaosJobs } from './workers/settings.ts';
import { startTorment } from './workers/torment.ts';
import { jobsTable } from './world/resources.ts';
import { startWorld, type World } from './world/world.ts';

export interface ChaosOptions {
  readonly jobs: number;
  readonly workers: number;
  readonly seed: number;
  /** @default 3000 */
  readonly leaseMs?: number;
  /** How long a worker is left alone between two troubles, on average, in milliseconds. @default 8000 */
  readonly calmMs?: number;
  /** How many writes there are between two troubles, at least. @default 60 */
  readonly calmWrites?: number;
  /** @default 4 */
  readonly maxAttempts?: number;
  /** How long nothing may happen before what is left counts as stuck, in milliseconds. @default 300_000 */
  readonly patienceMs?: number;
  /** Takes the conditions off all updates: the checker must find what comes of it. */
  readonly unconditional?: boolean;
  /** Told now and then how many jobs have ended. */
  readonly onProgress?: ((ended: number) => void) | undefined;
}

/** What happened, and how much of it. */
export interface ChaosResult {
  readonly history: History;
  readonly seconds: number;
  readonly deliveries: {
    readonly batches: number;
    readonly twice: number;
    readonly messages: number;
  };
  readonly requests: { readonly dynamodb: number; readonly sqs: number };
  readonly brokenRequests: ReadonlyMap<string, number>;
}

/**
 * Lets worker processes do jobs of a real queue and database while they are killed, frozen and run
 * out of memory, messages come twice, and requests are throttled, dropped, or applied and their
 * answers lost. It ends when all jobs have ended, or nothing happens any more.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, workers, leaseMs = 3000, maxAttempts = 4 } = options;
  const { calmMs = 8000, calmWrites = 60, patienceMs = 300_000 } = options;
  const started = Date.now();
  const writes: RowWrite[] = [];
  const faults: WorkerFault[] = [];
  const statuses = new Map<string, string>();
  let workerWrites = 0;
  const onFault = (fault: WorkerFault) => void faults.push(fault);

  const world = await startWorld({
    seed,
    unconditional: options.unconditional,
    visibilityTimeout: Math.ceil(leaseMs / 1000) + 2,
    onWrite(write) {
      writes.push(write);
      if (write.worker) workerWrites += 1;
      statuses.set(write.row.id, write.row.status);
    },
  });
  try {
    const timeoutMs = 3 * leaseMs;
    const common = { seed, leaseMs, onFault };
    const crew = await startCrew({ ...common, world, workers, maxAttempts, timeoutMs });
    const proxies = [world.dynamodbProxy, world.sqsProxy] as const;
    const torment = startTorment({
      ...{ ...common, crew, proxies, calmMs, calmWrites },
      // Those of workers: jobs that are enqueued keep nobody busy.
      writes: () => workerWrites,
    });
    let jobs: readonly EnqueuedJob[];
    try {
      const queues = queuesOf(world);
      jobs = await produce(queues.queue, queues.lossy, planJobs(seed, options.jobs));
      await operate({
        ...{ jobs, statuses, workers, leaseMs, patienceMs, folder: world.folder },
        queue: queues.queue,
        happened: () => writes.length,
        onProgress: options.onProgress,
      });
      await torment.stop();
      for (const proxy of proxies) proxy.calm();
      const left = async () => (await world.messagesLeft()).queue;
      await untilEnded({ left, patienceMs: 30_000 });
    } finally {
      await torment.stop();
      await crew.close();
    }

    const history = await collect({ world, jobs, writes, faults, maxAttempts });
    return {
      history,
      seconds: (Date.now() - started) / 1000,
      deliveries: crew.deliveries,
      requests: { dynamodb: world.dynamodbProxy.requests(), sqs: world.sqsProxy.requests() },
      brokenRequests: world.faultCounts,
    };
  } finally {
    await world.close();
  }
}

// The queue, and one of the same table that takes no message.
function queuesOf(world: World) {
  const { url: queueUrl } = world.queue;
  const options = { table: jobsTable, dynamodbClient: world.dynamodb, sqsClient: world.sqs };
  return {
    queue: chaosJobs({ ...options, queueUrl }),
    lossy: chaosJobs({ ...options, queueUrl: `${queueUrl}-lost` }),
  };
}

interface Collecting extends Pick<History, 'jobs' | 'writes' | 'faults' | 'maxAttempts'> {
  readonly world: World;
}

async function collect({ world, ...seen }: Collecting): Promise<History> {
  return {
    ...seen,
    runs: readJournals(world.folder),
    brokenRequests: world.brokenRequests,
    rows: await world.rows(),
    effects: await world.effects(),
    messagesLeft: await world.messagesLeft(),
  };
}
