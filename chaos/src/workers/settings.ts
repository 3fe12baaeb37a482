import { createJobQueue, type JobQueueOptions } from 'lwa-bridge/jobs';

/** What a worker's process is told by its environment. */
export interface WorkerSettings {
  readonly folder: string;
  readonly effectsTable: string;
  readonly maxAttempts: number;
  readonly leaseMs: number;
}

/** The environment of a worker's process. */
export function toEnvironment(settings: WorkerSettings): Record<string, string> {
  return { CHAOS: JSON.stringify(settings) };
}

export function fromEnvironment(env: NodeJS.ProcessEnv): WorkerSettings {
  return JSON.parse(env.CHAOS ?? '{}');
}

/** What a job is told: which one it is, and how to behave. */
export interface Task {
  readonly number: number;
  readonly behaviour: string;
}

// Any input is fine, and no schema library is: a worker starts often.
const task = {
  '~standard': {
    version: 1,
    vendor: 'chaos',
    validate: (value: unknown) => ({ value: value as Task }),
    types: undefined as unknown as { input: Task; output: Task },
  },
} as const;

/** The one type of job, shared by producer and workers. */
export function chaosJobs(options?: JobQueueOptions) {
  return createJobQueue({ task: { input: task } }, options);
}
