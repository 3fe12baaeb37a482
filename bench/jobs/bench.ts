import { alternate, report } from '../ratio.ts';
import { startBullMq } from './bullmq.ts';
import { byHand, type Contender, fenced } from './on-the-path.ts';

const jobs = 300;
const rounds = 7;

/** Jobs from `enqueueAll` to COMPLETED, against the same by hand, and against another queue. */
export async function benchJobs(): Promise<void> {
  console.log(
    `jobs, ${jobs} at a time from being enqueued to their end: time per job, ours / theirs`,
  );
  const ours = await fenced();
  try {
    await compare('the price of fencing: / get, put, put', ours, await byHand());
    const bullMq = await startBullMq();
    if (bullMq) await compare('/ BullMQ on a local Redis', ours, bullMq);
    else console.log('  BullMQ: not measured, there is no redis-server on the PATH');
  } finally {
    await ours.close();
  }
}

async function compare(name: string, ours: Contender, theirs: Contender): Promise<void> {
  try {
    await Promise.all([ours.run(jobs), theirs.run(jobs)]);
    const pairs = await alternate(
      rounds,
      () => ours.run(jobs),
      () => theirs.run(jobs),
    );
    report(name, 'ms', pairs);
    const perSecond = (figures: number[]) => (1000 / Math.min(...figures)).toFixed(0);
    const [fast, peers] = [pairs.map((pair) => pair.ours), pairs.map((pair) => pair.peers)];
    console.log(`  at best ${perSecond(fast)} jobs/s against ${perSecond(peers)} jobs/s`);
  } finally {
    await theirs.close();
  }
}
