import { setTimeout as sleep } from 'node:timers/promises';
import type { EnqueuedJob, History, RowWrite, WorkerFault } from './history/history.ts';
import { mend, readJournals } from './history/journal.ts';
import { planJobs } from './plan/plan.ts';
import { produce, untilKnown } from './produce.ts';
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
  readonly onProgress?: (ended: number) => void;
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
    const { url: queueUrl } = world.queue;
    const clients = { dynamodbClient: world.dynamodb, sqsClient: world.sqs };
    const queue = chaosJobs({ table: jobsTable, queueUrl, ...clients });
    const lossy = chaosJobs({ table: jobsTable, queueUrl: `${queueUrl}-lost`, ...clients });

    const jobs = await produce(queue, lossy, planJobs(seed, options.jobs));
    const unsent = jobs.filter(({ unsent }) => unsent).length;
    const sweep = sometimes(leaseMs, () =>
      queue.sweep({ age: 3 * leaseMs, quietTime: 1000, maxSends: 50 }),
    );
    const unmended = new Set(jobs.filter(({ behaviour }) => behaviour === 'throws until mended'));
    await untilEnded({
      left: () => unfinished(jobs, statuses) + unmended.size,
      patienceMs,
      happened: () => writes.length,
      async step() {
        options.onProgress?.(jobs.length - unfinished(jobs, statuses));
        for (const job of unmended) {
          if (statuses.get(job.id) === 'COMPLETED') unmended.delete(job);
          if (statuses.get(job.id) !== 'FAILED') continue;
          mend(world.folder, job.id);
          await untilKnown(() => queue.retry(job.id));
          unmended.delete(job);
        }
        // Before, most jobs are overdue only because so many wait before them.
        if (unfinished(jobs, statuses) <= unsent + workers) await sweep();
      },
    });
    await torment.stop();
    for (const proxy of proxies) proxy.calm();
    await untilEnded({
      left: async () => (await world.messagesLeft()).queue,
      patienceMs: 30_000,
    });
    await crew.close();

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

// A call that fails says so in its answer, or is made again a while later.
function sometimes(milliseconds: number, call: () => Promise<unknown>): () => Promise<void> {
  let last = 0;
  return async () => {
    if (Date.now() - last < milliseconds) return;
    await call().catch(() => {});
    last = Date.now();
  };
}

interface Waiting {
  /** How much is left. */
  left(): number | Promise<number>;
  /** How long nothing may happen. */
  patienceMs: number;
  /** Grows when something happens. @default nothing does */
  happened?(): number;
  step?(): Promise<void>;
}

// Gives up without a word: what is left then is for the checker to find.
async function untilEnded({ left, patienceMs, happened, step }: Waiting): Promise<void> {
  let seen = -1;
  let quietSince = Date.now();
  while ((await left()) > 0 && Date.now() - quietSince < patienceMs) {
    await step?.();
    await sleep(200);
    const now = happened?.() ?? 0;
    if (now !== seen) quietSince = Date.now();
    seen = now;
  }
}

function unfinished(jobs: readonly EnqueuedJob[], statuses: ReadonlyMap<string, string>): number {
  return jobs.filter(({ id }) => !/^(COMPLETED|FAILED)$/.test(statuses.get(id) ?? '')).length;
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
