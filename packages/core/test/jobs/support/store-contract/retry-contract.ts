import { describe, expect, it } from 'vitest';
import { type ContractWorld, month, start } from './contract-world.js';

/** What `retry` of every store must do. */
export function retryContract(world: ContractWorld): void {
  const { pending, claim, complete, fail } = world;

  describe('retry', () => {
    const retry = (id: string, now = start) => world.store.retry({ id, token: 'retried', now });

    it('begins a failed job anew, with all its attempts', async () => {
      const id = await pending();
      await claim(id);
      await fail(id);
      const { changed, row } = await retry(id);
      expect(changed).toBe(true);
      expect(row).toMatchObject({ status: 'PENDING', attempt: 0, error: undefined });
      expect(row).toMatchObject({ expiresAt: undefined, leaseUntil: undefined });
      expect(await claim(id, { token: 'next' })).toMatchObject({ outcome: 'claimed' });
    });

    it('changes no job that waits, runs or is completed', async () => {
      const id = await pending();
      expect(await retry(id)).toMatchObject({ changed: false, row: { status: 'PENDING' } });
      await claim(id);
      expect(await retry(id)).toMatchObject({ changed: false, row: { status: 'PROCESSING' } });
      await complete(id);
      expect(await retry(id)).toMatchObject({ changed: false, row: { status: 'COMPLETED' } });
      expect(await retry('nobody')).toEqual({ changed: false, row: undefined });
    });

    it('changes none that counts as gone', async () => {
      const id = await pending();
      await claim(id);
      await fail(id);
      expect(await retry(id, start + month)).toMatchObject({ changed: false });
      expect(await retry(id, start + month - 1)).toMatchObject({ changed: true });
    });
  });
}
