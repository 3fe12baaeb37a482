import { describe, expect, it } from 'vitest';
import { type ContractWorld, start } from './contract-world.js';

/** What `release` of every store must do. */
export function releaseContract(world: ContractWorld): void {
  const { pending, claim, complete, release, status } = world;

  describe('release', () => {
    it('leaves the job for another attempt, not before its time', async () => {
      const id = await pending();
      await claim(id);
      await release(id);
      expect(await world.store.get(id)).toMatchObject({
        status: 'PENDING',
        attempt: 1,
        error: 'not now',
        notBefore: start + 10_000,
        leaseUntil: undefined,
      });
      expect(await claim(id, { token: 'next', now: start + 10_000 })).toMatchObject({
        outcome: 'claimed',
        row: { attempt: 2 },
      });
    });

    it('refuses a worker that does not hold the job: ERR_LEASE_LOST', async () => {
      const id = await pending();
      await claim(id);
      await expect(release(id, 'other')).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      await complete(id);
      await expect(release(id)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      expect(await status(id)).toBe('COMPLETED');
    });
  });
}
