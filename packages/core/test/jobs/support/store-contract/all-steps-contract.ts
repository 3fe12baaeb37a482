import { expect, it } from 'vitest';
import type { JobItem } from '../../../../src/jobs/store/job-item.js';
import { type ContractWorld, minute, start } from './contract-world.js';

/** What holds for all steps of every store. */
export function allStepsContract(world: ContractWorld): void {
  const { newId, claim, complete, fail, release, cancel } = world;

  it('takes a step that is repeated with its token for the same success', async () => {
    const id = newId();
    const job = { id, type: 'analyse', input: '1', notBefore: undefined, now: start };
    expect((await world.store.put(job)).stored).toBe(true);
    expect((await world.store.put(job)).stored).toBe(true);
    await claim(id);
    expect(await claim(id)).toMatchObject({ outcome: 'claimed', row: { attempt: 1 } });
    await release(id);
    await release(id);
    await claim(id, { token: 'second', now: start + minute });
    await fail(id, 'second');
    await fail(id, 'second');
    const retry = { id, token: 'retried', now: start };
    expect((await world.store.retry(retry)).changed).toBe(true);
    expect((await world.store.retry(retry)).changed).toBe(true);
    expect((await cancel(id)).changed).toBe(true);
    expect((await cancel(id)).changed).toBe(true);
    expect(await world.store.get(id)).toMatchObject({ status: 'FAILED', attempt: 0 });
  });

  it('keeps attributes that it does not know through every step', async () => {
    const id = newId();
    const foreign: JobItem = {
      user: { S: 'ada' },
      tags: { L: [{ S: 'a' }, { N: '1' }] },
      detail: { M: { deep: { BOOL: true } } },
    };
    await world.writeItem({ job_id: { S: id }, status: { S: 'PENDING' }, ...foreign });
    await claim(id);
    await release(id);
    await claim(id, { token: 'second', now: start + minute });
    await world.store.progress({ id, token: 'second', progress: { done: 1, total: 2 } });
    const seen = await world.store.get(id);
    if (seen) await world.store.mark({ seen, at: start, sweeps: 1 });
    await fail(id, 'second');
    await world.store.retry({ id, token: 'retried', now: start });
    await cancel(id);
    await world.store.retry({ id, token: 'again', now: start });
    await claim(id, { token: 'third' });
    await complete(id, 'third');
    expect(await world.readItem(id)).toMatchObject({ status: { S: 'COMPLETED' }, ...foreign });
    expect((await world.store.get(id))?.bytes).toBeGreaterThan(100);
  });
}
