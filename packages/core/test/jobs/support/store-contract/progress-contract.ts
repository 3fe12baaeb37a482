import { describe, expect, it } from 'vitest';
import { type ContractWorld, minute, start } from './contract-world.js';

/** What `progress` of every store must do. */
export function progressContract(world: ContractWorld): void {
  const { pending, claim, complete, fail, release } = world;

  describe('progress', () => {
    const progress = (id: string, done: number, total?: number, token = 'mine') =>
      world.store.progress({ id, token, progress: { done, total } });

    it('is noted, and changes nothing else', async () => {
      const id = await pending();
      await claim(id);
      const before = await world.readItem(id);
      expect(await progress(id, 3, 10)).toBe(true);
      expect(await world.store.get(id)).toMatchObject({ progress: { done: 3, total: 10 } });
      expect(await world.readItem(id)).toEqual({
        ...before,
        progress_done: { N: '3' },
        progress_total: { N: '10' },
      });
      expect(await progress(id, 4)).toBe(true);
      expect(await world.store.get(id)).toMatchObject({ progress: { done: 4, total: undefined } });
    });

    it('is refused from a worker that does not hold the job', async () => {
      const id = await pending();
      expect(await progress(id, 1)).toBe(false);
      await claim(id);
      expect(await progress(id, 1, 2, 'other')).toBe(false);
      await claim(id, { token: 'other', now: start + minute });
      expect(await progress(id, 1)).toBe(false);
      await complete(id, 'other');
      expect(await progress(id, 1, 2, 'other')).toBe(false);
      expect(await progress('nobody', 1)).toBe(false);
      expect(await world.readItem(id)).not.toHaveProperty('progress_done');
      expect(await world.readItem('nobody')).toBeUndefined();
    });

    it.each([
      ['released', (id: string) => release(id)],
      ['completed', (id: string) => complete(id)],
      ['failed', (id: string) => fail(id)],
      ['taken over', (id: string) => claim(id, { token: 'other', now: start + minute })],
    ])('ends with its attempt: %s', async (_what, end) => {
      const id = await pending();
      await claim(id);
      await progress(id, 1, 2);
      await end(id);
      expect(await world.store.get(id)).toMatchObject({ progress: undefined });
      expect(await world.readItem(id)).not.toHaveProperty('progress_total');
    });
  });
}
