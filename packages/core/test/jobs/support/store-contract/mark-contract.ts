import { describe, expect, it } from 'vitest';
import type { JobRow } from '../../../../src/jobs/index.js';
import { type ContractWorld, minute, start } from './contract-world.js';

/** What `mark` of every store must do. */
export function markContract(world: ContractWorld): void {
  const { pending, claim, complete, release } = world;
  const see = async (id: string): Promise<JobRow> => {
    const row = await world.store.get(id);
    if (!row) throw new Error(`no job ${id}`);
    return row;
  };
  const mark = async (seen: JobRow) =>
    world.store.mark({ seen, at: start + minute, sweeps: seen.sweeps + 1 });

  describe('mark', () => {
    it('counts, moves the job in the index, and changes nothing else', async () => {
      const id = await pending();
      const before = await world.readItem(id);
      expect(await mark(await see(id))).toBe(true);
      expect(await world.readItem(id)).toEqual({
        ...before,
        sweeps: { N: '1' },
        status_at: { N: String(start + minute) },
      });
      expect(await mark(await see(id))).toBe(true);
      expect(await see(id)).toMatchObject({ sweeps: 2 });
    });

    it('leaves a lease as it is, and its worker can go on', async () => {
      const id = await pending();
      await claim(id);
      const seen = await see(id);
      expect(await mark(seen)).toBe(true);
      expect(await see(id)).toMatchObject({ ...seen, sweeps: 1, bytes: expect.any(Number) });
      await complete(id);
      expect(await see(id)).toMatchObject({ status: 'COMPLETED' });
    });

    it('has one winner of 10', async () => {
      const seen = await see(await pending());
      // Each at a time of its own: otherwise they could not tell theirs from the others'.
      const marks = Array.from({ length: 10 }, (_, index) =>
        world.store.mark({ seen, at: start + index, sweeps: 1 }),
      );
      expect((await Promise.all(marks)).filter(Boolean)).toHaveLength(1);
      expect(await see(seen.id)).toMatchObject({ sweeps: 1 });
    });

    it('is refused where the job has changed since it was seen', async () => {
      const id = await pending();
      const waiting = await see(id);
      await claim(id);
      const held = await see(id);
      expect(await mark(waiting)).toBe(false);
      await release(id);
      expect(await mark(held)).toBe(false);
      await claim(id, { token: 'other', now: start + minute });
      expect(await mark(held)).toBe(false);
      expect(await see(id)).toMatchObject({ sweeps: 0 });
      expect(await mark({ ...waiting, id: 'nobody' })).toBe(false);
      expect(await world.readItem('nobody')).toBeUndefined();
    });

    it('begins anew with each claim', async () => {
      const id = await pending();
      await mark(await see(id));
      await claim(id);
      expect(await see(id)).toMatchObject({ sweeps: 0 });
    });
  });
}
