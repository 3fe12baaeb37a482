import type fc from 'fast-check';
import { expect } from 'vitest';
import { jobId } from '../../../src/jobs/enqueue/job-id.js';
import { type ModelOfJob, modelJob } from './job-model.js';
import type { World } from './world.js';

/** What should be: each job, and how many messages were sent. */
export interface Model {
  readonly jobs: ReadonlyMap<string, ModelOfJob>;
  sends: number;
  /** Jobs whose message was lost on its way to the queue. */
  readonly unsent: Set<string>;
  /** Every step that was seen to happen, by its name. */
  readonly seen: Set<string>;
}

export type Command = fc.AsyncCommand<Model, World>;

export const keys = ['a', 'b'] as const;
const ids = new Map(keys.map((key) => [key, jobId('task', key)]));

export function newModel(seen: Set<string>): Model {
  const jobs = new Map([...ids.values()].map((id) => [id, modelJob()]));
  return { jobs, sends: 0, unsent: new Set(), seen };
}

/** A step. After it the rows are compared, and no job may be without a message that needs one. */
export function command(name: string, run: (model: Model, world: World) => Promise<void>): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(model, world) {
      const before = new Map([...model.jobs].map(([id, { job }]) => [id, job.status]));
      await run(model, world);
      world.faults.write = undefined;
      world.faults.send = false;
      for (const [id, steps] of model.jobs) {
        model.seen.add(`${before.get(id)} -> ${steps.job.status}`);
        await compare(id, steps, model, world);
      }
      expect(world.sends()).toBe(model.sends);
    },
  };
}

/** A step of a job's producer or operator; it tells whether a message was sent. */
export function onJob(
  name: string,
  key: 'a' | 'b',
  run: (job: ModelOfJob, world: World, id: string) => Promise<boolean>,
): Command {
  return command(name, async (model, world) => {
    const id = ids.get(key) ?? '';
    const steps = model.jobs.get(id) ?? modelJob();
    const wasPending = steps.job.status === 'PENDING';
    const sent = await run(steps, world, id);
    if (sent) model.sends += 1;
    if (sent) model.unsent.delete(id);
    else if (!wasPending && steps.job.status === 'PENDING') model.unsent.add(id);
  });
}

async function compare(id: string, { job, isGone }: ModelOfJob, model: Model, world: World) {
  const row = await world.row(id);
  expect(row?.status ?? 'absent').toBe(job.status);
  expect(row?.attempt ?? 0).toBe(job.attempt);
  const seen = await world.jobs.get(id);
  expect(seen?.status).toBe(isGone(world.now()) ? undefined : job.status);
  if (job.status === 'PROCESSING') expect(row?.leaseUntil).toBe(job.leaseUntil);
  else expect(row?.leaseUntil).toBeUndefined();
  if (job.status === 'COMPLETED') expect(row?.result).toBe(String(job.outputOf));
  const isFinished = job.status === 'COMPLETED' || job.status === 'FAILED';
  if (isFinished) expect((row?.expiresAt ?? 0) * 1000).toBe(job.expiresAt);
  else expect(row?.expiresAt).toBeUndefined();
  const needsMessage = job.status === 'PENDING' || job.status === 'PROCESSING';
  const hasMessage = world.messages.some(({ jobId }) => jobId === id);
  if (needsMessage && !model.unsent.has(id)) expect(hasMessage).toBe(true);
}
