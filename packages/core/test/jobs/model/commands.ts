import fc from 'fast-check';
import { expect } from 'vitest';
import { NonRetriableError } from '../../../src/errors.js';
import { type Command, command, keys, onJob } from './command.js';
import { type Fault, retention, retryDelay, sweepAge } from './job-model.js';
import type { World } from './world.js';

const key = fc.constantFrom(...keys, 'a' as const);
const nth = fc.nat(5);
const oneOfTen = fc.nat(9).map((number) => number === 0);
const fault = fc.constantFrom<(Fault | undefined)[]>(
  ...Array<undefined>(8).fill(undefined),
  'answer lost',
  'never arrived',
);

const enqueue = fc
  .record({ key, fault, delaySeconds: fc.constantFrom(0, 0, 30), isLost: oneOfTen })
  .map(({ key, fault, delaySeconds, isLost }) =>
    onJob(`enqueue ${key}, ${delaySeconds} s, ${fault}, ${isLost}`, key, async (job, world) => {
      world.faults.write = fault;
      world.faults.send = isLost;
      const now = world.now();
      const toSend = fault !== 'never arrived' && job.enqueue(now, delaySeconds * 1000) && !fault;
      const options = { idempotencyKey: key, delaySeconds };
      const answer = await world.jobs
        .enqueue('task', key, options)
        .then(({ status }) => status, codeOf);
      const code = fault ? 'ERR_JOB_STORE' : toSend && isLost ? 'ERR_ENQUEUE' : undefined;
      expect(answer).toBe(code ?? job.job.status);
      return toSend && !isLost;
    }),
  );

const conflict = key.map((key) =>
  onJob(`enqueue ${key} with another input`, key, async (job, world) => {
    if (job.isGone(world.now())) return false;
    const enqueued = world.jobs.enqueue('task', 'another', { idempotencyKey: key });
    expect(await enqueued.catch(codeOf)).toBe('ERR_IDEMPOTENCY_CONFLICT');
    return false;
  }),
);

const deliver = fc.record({ nth, fault }).map(({ nth, fault }) =>
  command(`deliver message ${nth}, ${fault}`, async (model, world) => {
    const now = world.now();
    const visible = world.messages.filter(({ visibleAt }) => visibleAt <= now);
    const message = visible[nth % visible.length];
    const steps = message && model.jobs.get(message.jobId);
    if (!message || !steps) return;
    const { status, leaseUntil, notBefore } = steps.job;
    world.faults.write = fault;
    const { delivery, ended } = await world.deliver(message);
    expect(ended).toBe(steps.deliver(delivery, now, fault));
    model.seen.add(`delivered: ${ended ?? `claimed, ${status}`}`);
    if (ended !== 'deferred') return;
    // Up to 5 seconds more, in whole seconds.
    const late = message.visibleAt - (status === 'PROCESSING' ? leaseUntil : notBefore);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(6000);
  }),
);

const finish = fc
  .record({ nth, how: fc.constantFrom('return', 'return', 'throw', 'throw', 'give up'), fault })
  .map(({ nth, how, fault }) =>
    command(`handler ${nth} ends: ${how}, ${fault}`, async (model, world) => {
      const [delivery, handler] = nthRunning(world, nth) ?? [];
      if (delivery === undefined || !handler) return;
      world.running.delete(delivery);
      world.faults.write = fault;
      const steps = model.jobs.get(handler.message.jobId);
      const expected = steps?.finish(delivery, how as 'return', world.now(), fault);
      if (how === 'return') handler.resolve(delivery);
      else handler.reject(how === 'throw' ? new Error('again') : new NonRetriableError('never'));
      expect(await handler.ended()).toBe(expected);
      if (expected === 'retried') {
        expect(handler.message.visibleAt).toBe(world.now() + retryDelay);
      }
      model.seen.add(`finished: ${expected}`);
    }),
  );

const crash = nth.map((nth) =>
  command(`worker ${nth} crashes`, async (_model, world) => {
    const [delivery = 0] = nthRunning(world, nth) ?? [];
    world.running.delete(delivery);
  }),
);

const cancel = fc.record({ key, fault }).map(({ key, fault }) =>
  onJob(`cancel ${key}, ${fault}`, key, async (job, world, id) => {
    world.faults.write = fault;
    const answer = await world.jobs.cancel(id).catch(codeOf);
    expect(answer).toBe(job.cancel(world.now(), fault));
    return false;
  }),
);

const retry = fc.record({ key, fault, isLost: oneOfTen }).map(({ key, fault, isLost }) =>
  onJob(`retry ${key}, ${fault}, ${isLost}`, key, async (job, world, id) => {
    world.faults.write = fault;
    world.faults.send = isLost;
    const expected = job.retry(world.now(), fault);
    const toSend = expected === 'PENDING';
    const answer = await world.jobs.retry(id).then(({ status }) => status, codeOf);
    expect(answer).toBe(toSend && isLost ? 'ERR_ENQUEUE' : expected);
    return toSend && !isLost;
  }),
);

const sweep = fc.constant(
  command('sweep', async (model, world) => {
    const overdue = [...model.jobs].flatMap(([id, job]) => (job.sweep(world.now()) ? [id] : []));
    const report = await world.jobs.sweep({ age: sweepAge, quietTime: 0, maxSends: 1000 });
    expect(report).toMatchObject({ abandoned: [], failures: [], finished: true });
    expect([...report.sent].sort()).toEqual(overdue.sort());
    model.sends += overdue.length;
    for (const id of overdue) model.unsent.delete(id);
    if (overdue.length > 0) model.seen.add('swept');
  }),
);

const collect = key.map((key) =>
  onJob(`time to live deletes ${key}`, key, async (job, world, id) => {
    if (job.isGone(world.now())) {
      job.collect(world.now());
      world.collect(id);
    }
    return false;
  }),
);

const tick = fc
  .constantFrom(1000, 20_000, 31_000, 90_000, 90_000, 360_000, 360_000, retention)
  .map((milliseconds) =>
    command(`${milliseconds} ms pass`, async (_model, world) => world.tick(milliseconds)),
  );

/** Any step of producers, workers, operators, the queue, the database and the clock. */
export const anyCommand: readonly fc.Arbitrary<Command>[] = [
  ...[enqueue, enqueue, conflict, deliver, deliver, deliver, deliver, finish, finish, finish],
  ...[crash, cancel, retry, collect, sweep, tick, tick, tick],
];

function nthRunning({ running }: World, nth: number) {
  return [...running][nth % running.size];
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: string };
  if (code === undefined) throw error;
  return code;
}
