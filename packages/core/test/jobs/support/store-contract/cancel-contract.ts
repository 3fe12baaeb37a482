import { describe, expect, it } from 'vitest';
import { type ContractWorld, month, start } from './contract-world.js';

/** What `cancel` of every store must do. */
export function cancelContract(world: ContractWorld): void {
  const { pending, claim, complete, cancel, status } = world;

  describe('cancel', () => {
    it('ends a job that waits', async () => {
      const id = await pending();
      expect(await cancel(id)).toMatchObject({
        changed: true,
        row: { status: 'FAILED', error: 'unwanted', expiresAt: (start + month) / 1000 },
      });
      expect(await claim(id)).toMatchObject({ outcome: 'finished' });
    });

    it('loses to a claim', async () => {
      const id = await pending();
      await claim(id);
      expect(await cancel(id)).toMatchObject({ changed: false, row: { status: 'PROCESSING' } });
    });

    it('has one winner against 10 claims', async () => {
      const id = await pending();
      const [{ changed }, ...claims] = await Promise.all([
        cancel(id),
        ...Array.from({ length: 10 }, (_, index) => claim(id, { token: `racer-${index}` })),
      ]);
      const winners = claims.filter(({ outcome }) => outcome === 'claimed').length;
      expect(winners + Number(changed)).toBe(1);
      expect(await status(id)).toBe(changed ? 'FAILED' : 'PROCESSING');
    }, 60_000);

    it('changes none that has ended, and none that is not there', async () => {
      const id = await pending();
      await claim(id);
      await complete(id);
      expect(await cancel(id)).toMatchObject({ changed: false, row: { status: 'COMPLETED' } });
      expect(await cancel('nobody')).toEqual({ changed: false, row: undefined });
      expect(await world.readItem('nobody')).toBeUndefined();
    });
  });
}
