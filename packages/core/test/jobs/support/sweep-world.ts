import { afterAll, beforeAll, beforeEach } from 'vitest';
import { z } from 'zod';
import {
  createJobQueue,
  type JobQueue,
  type JobStore,
  type SweepOptions,
} from '../../../src/jobs/index.js';
import { type JobServices, startJobServices } from './job-services.js';

export const definitions = { analyse: { input: z.object({ ticket: z.string() }) } };
export const minute = 60_000;

/** What the tests of the sweep share: a queue whose clock they set, and on which waiting takes no time. */
export interface SweepWorld {
  readonly services: JobServices;
  readonly jobs: JobQueue<typeof definitions>;
  readonly store: JobStore;
  /** In epoch milliseconds. */
  now: number;
  /** How long was waited. */
  readonly slept: number[];
  /** The jobs whose messages are visible; they are then gone. */
  sentIds(): Promise<string[]>;
  /** A job whose message is lost. */
  lost(delaySeconds?: number): Promise<string>;
  /** Sends a message that keeps the queue from being empty. */
  busy(): Promise<void>;
  claim(id: string, leaseUntil: number): Promise<unknown>;
  sweep(options?: SweepOptions): ReturnType<JobQueue['sweep']>;
}

/** Makes it, empty for each test. */
export function sweepWorld(): SweepWorld {
  let services: JobServices;
  let jobs: JobQueue<typeof definitions>;
  let store: JobStore;
  let now: number;
  const slept: number[] = [];

  beforeAll(async () => {
    services = await startJobServices();
  });
  beforeEach(async () => {
    jobs = createJobQueue(definitions, services.options);
    ({ store } = jobs.parts);
    now = Date.now();
    slept.length = 0;
    Object.assign(jobs.parts, {
      now: () => now,
      sleep: async (milliseconds: number) => {
        slept.push(milliseconds);
        now += milliseconds;
      },
    });
    await services.sqs.empty();
    // What earlier tests left would be found, too.
    for (const status of ['PENDING', 'PROCESSING'] as const) {
      const { rows } = await store.list({ status, order: 'oldest-first', limit: 100 });
      for (const { id } of rows) await services.dynamodb.deleteItem(id);
    }
  });
  afterAll(() => services.close());

  async function sentIds(): Promise<string[]> {
    const ids: string[] = [];
    while (services.sqs.counts().ready > 0) {
      const { Records } = await services.sqs.receive();
      ids.push(...Records.map(({ body }) => JSON.parse(body).job_id));
      await services.sqs.remove(Records.map(({ messageId }) => messageId));
    }
    return ids;
  }

  return {
    get services() {
      return services;
    },
    get jobs() {
      return jobs;
    },
    get store() {
      return store;
    },
    get now() {
      return now;
    },
    set now(time) {
      now = time;
    },
    slept,
    sentIds,
    async lost(delaySeconds = 0) {
      const { id } = await jobs.enqueue('analyse', { ticket: '1' });
      await sentIds();
      if (delaySeconds > 0) {
        const notBefore = now + delaySeconds * 1000;
        await store.claim({ id, token: 't', leaseUntil: now, maxAttempts: 3, now });
        await store.release({ id, token: 't', error: 'x', notBefore, now });
      }
      return id;
    },
    async busy() {
      await jobs.parts.sender.send([{ key: '0', jobId: 'other', delaySeconds: 900 }]);
    },
    claim: (id, leaseUntil) =>
      store.claim({ id, token: `token of ${id}`, leaseUntil, maxAttempts: 3, now }),
    sweep: (options) => jobs.sweep(options),
  };
}
