import { describe, expect, it } from 'vitest';
import { type ContractWorld, minute, month, start } from './contract-world.js';

/** What `settle` of every store must do. */
export function settleContract(world: ContractWorld): void {
  const { pending, claim, complete, fail, release, status } = world;

  describe('settle', () => {
    it('completes the job: result stored, lease over, token kept', async () => {
      const id = await pending();
      await claim(id);
      await complete(id, 'mine', start + 1000);
      expect(await world.readItem(id)).toEqual({
        job_id: { S: id },
        status: { S: 'COMPLETED' },
        job_type: { S: 'analyse' },
        input_data: { S: '{"a":1}' },
        result: { S: '{"text":"done"}' },
        attempt: { N: '1' },
        lease_token: { S: 'mine' },
        created_at: { S: '2026-01-01T00:00:00.000Z' },
        updated_at: { S: '2026-01-01T00:00:01.000Z' },
        expires_at: { N: String((start + 1000 + month) / 1000) },
      });
    });

    it('fails the job, and a completion after a failed attempt clears its error', async () => {
      const failed = await pending();
      await claim(failed);
      await fail(failed);
      expect(await world.store.get(failed)).toMatchObject({ status: 'FAILED', error: 'broken' });

      const id = await pending();
      await claim(id);
      await release(id);
      await claim(id, { token: 'second', now: start + minute });
      expect(await world.store.get(id)).toMatchObject({ status: 'PROCESSING', error: 'not now' });
      await complete(id, 'second');
      expect(await world.store.get(id)).toMatchObject({ status: 'COMPLETED', error: undefined });
    });

    it('refuses a worker whose job was taken over: ERR_LEASE_LOST', async () => {
      const id = await pending();
      await claim(id);
      await claim(id, { token: 'other', now: start + minute });
      await expect(complete(id)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      await complete(id, 'other');
      await expect(fail(id)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      expect(await world.store.get(id)).toMatchObject({ status: 'COMPLETED', token: 'other' });
    });

    it.each([
      ['waits', async () => pending()],
      ['is not there', async () => 'nobody'],
    ])('refuses a job that %s', async (_what, make) => {
      await expect(complete(await make())).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
    });

    it('accepts one whose lease is over, as long as nobody took the job', async () => {
      const id = await pending();
      await claim(id);
      await complete(id, 'mine', start + 10 * minute);
      expect(await status(id)).toBe('COMPLETED');
    });
  });
}
