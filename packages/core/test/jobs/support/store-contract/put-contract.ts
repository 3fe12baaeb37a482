import { describe, expect, it } from 'vitest';
import { type ContractWorld, month, start } from './contract-world.js';

/** What `put` of every store must do. */
export function putContract(world: ContractWorld): void {
  const { newId, pending, claim, complete } = world;

  describe('put', () => {
    it('stores a new job: PENDING, no attempt yet', async () => {
      const id = newId();
      const job = { id, type: 'analyse', input: '{"a":1}', notBefore: start + 5000, now: start };
      const { stored, row } = await world.store.put(job);
      expect(stored).toBe(true);
      expect(row).toEqual(await world.store.get(id));
      expect(await world.readItem(id)).toEqual({
        job_id: { S: id },
        status: { S: 'PENDING' },
        job_type: { S: 'analyse' },
        input_data: { S: '{"a":1}' },
        attempt: { N: '0' },
        not_before: { N: String(start + 5000) },
        created_at: { S: '2026-01-01T00:00:00.000Z' },
        updated_at: { S: '2026-01-01T00:00:00.000Z' },
        status_shard: { S: expect.stringMatching(/^PENDING#\d+$/) },
        status_at: { N: String(start + 5000) },
      });
    });

    it('changes nothing where there is one, and gives that one', async () => {
      const id = await pending();
      const again = { id, type: 'other', input: '2', notBefore: undefined, now: start + 1 };
      const { stored, row } = await world.store.put(again);
      expect(stored).toBe(false);
      expect(row).toMatchObject({ id, type: 'analyse', input: '{"a":1}' });
      expect(await world.store.get(id)).toEqual(row);
    });

    it('replaces one that has ended and expired, and not before', async () => {
      const id = await pending();
      await claim(id);
      await complete(id);
      const at = (now: number) =>
        world.store.put({ id, type: 'analyse', input: '3', notBefore: undefined, now });
      expect((await at(start + month - 1)).stored).toBe(false);
      expect((await at(start + month)).stored).toBe(true);
      expect(await world.store.get(id)).toMatchObject({
        status: 'PENDING',
        input: '3',
        attempt: 0,
      });
      expect(await world.store.get(id)).toMatchObject({ result: undefined, expiresAt: undefined });
    });

    it('never replaces one that has not ended, whatever its expires_at', async () => {
      const id = newId();
      await world.writeItem({
        job_id: { S: id },
        status: { S: 'PENDING' },
        input_data: { S: '1' },
        expires_at: { N: '1' },
      });
      const job = { id, type: 'analyse', input: '2', notBefore: undefined, now: start };
      expect((await world.store.put(job)).stored).toBe(false);
    });
  });
}
