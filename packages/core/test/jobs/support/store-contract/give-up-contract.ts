import { describe, expect, it } from 'vitest';
import type { JobRow } from '../../../../src/jobs/index.js';
import { type ContractWorld, minute, start } from './contract-world.js';

/** What `giveUp` of every store must do. */
export function giveUpContract(world: ContractWorld): void {
  const { newId, pending, claim, complete, giveUp, status } = world;

  describe('giveUp', () => {
    async function exhausted(): Promise<JobRow> {
      const id = await pending();
      await claim(id, { maxAttempts: 1 });
      const late = { token: 'other', maxAttempts: 1, now: start + minute };
      const outcome = await claim(id, late);
      if (outcome.outcome !== 'exhausted') throw new Error(outcome.outcome);
      return outcome.row;
    }

    it('ends the job, once', async () => {
      const seen = await exhausted();
      expect(await giveUp(seen)).toBe(true);
      expect(await world.store.get(seen.id)).toMatchObject({
        status: 'FAILED',
        error: 'crashed',
        leaseUntil: undefined,
      });
      const another = { seen, token: 'another', error: 'crashed', expiresAt: 1, now: start };
      expect(await world.store.giveUp(another)).toBe(false);
    });

    it('has one winner of 20', async () => {
      const seen = await exhausted();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          world.store.giveUp({
            seen,
            token: `t${index}`,
            error: 'crashed',
            expiresAt: 9e9,
            now: start,
          }),
        ),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    }, 60_000);

    it('does not end a job that its worker ended meanwhile', async () => {
      const seen = await exhausted();
      await complete(seen.id);
      expect(await giveUp(seen)).toBe(false);
      expect(await status(seen.id)).toBe('COMPLETED');
    });

    it('does not end a job that another worker took meanwhile', async () => {
      const seen = await exhausted();
      await claim(seen.id, { token: 'patient', maxAttempts: 9, now: start + minute });
      expect(await giveUp(seen)).toBe(false);
      expect(await status(seen.id)).toBe('PROCESSING');
    });

    it('ends a job of another program that has no token', async () => {
      const id = newId();
      const lease = { lease_until: { N: '1' }, attempt: { N: '3' } };
      await world.writeItem({ job_id: { S: id }, status: { S: 'PROCESSING' }, ...lease });
      const outcome = await claim(id);
      if (outcome.outcome !== 'exhausted') throw new Error(outcome.outcome);
      expect(await giveUp(outcome.row)).toBe(true);
    });

    it('refuses a job that has ended', async () => {
      const id = await pending();
      await claim(id);
      await complete(id);
      const seen = await world.store.get(id);
      await expect(async () => giveUp(seen as JobRow)).rejects.toMatchObject({
        code: 'ERR_JOB_STATE',
      });
    });
  });
}
