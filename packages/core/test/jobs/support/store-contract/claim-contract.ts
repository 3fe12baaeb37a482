import { describe, expect, it } from 'vitest';
import { type ContractWorld, minute, month, start } from './contract-world.js';

/** What `claim` of every store must do. */
export function claimContract(world: ContractWorld): void {
  const { newId, pending, claim, complete, fail, release, status } = world;

  describe('claim', () => {
    it('takes a job that waits: attempt counted, lease and token set', async () => {
      const id = await pending();
      const outcome = await claim(id, { now: start + 1000 });
      expect(outcome).toMatchObject({
        outcome: 'claimed',
        row: { status: 'PROCESSING', attempt: 1, token: 'mine', leaseUntil: start + 61_000 },
      });
      expect(await world.store.get(id)).toEqual('row' in outcome && outcome.row);
    });

    it('has one winner of 50', async () => {
      const id = await pending();
      const racers = Array.from({ length: 50 }, (_, index) => `racer-${index}`);
      const outcomes = await Promise.all(racers.map((token) => claim(id, { token })));
      const winners = outcomes.flatMap((one) => (one.outcome === 'claimed' ? [one.row.token] : []));
      expect(winners).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'held')).toHaveLength(49);
      expect(await world.store.get(id)).toMatchObject({ attempt: 1, token: winners[0] });
    }, 60_000);

    it('says that there is none', async () => {
      expect(await claim('nobody')).toEqual({ outcome: 'missing' });
      expect(await world.readItem('nobody')).toBeUndefined();
    });

    it('says that it is held, and until when', async () => {
      const id = await pending();
      await claim(id);
      const outcome = await claim(id, { token: 'other', now: start + minute - 1 });
      expect(outcome).toMatchObject({ outcome: 'held', until: start + minute });
      expect(await world.store.get(id)).toMatchObject({ token: 'mine', attempt: 1 });
    });

    it('says that it is not due, and until when', async () => {
      const id = newId();
      await world.store.put({ id, type: 'a', input: '1', notBefore: start + 5000, now: start });
      expect(await claim(id, { now: start + 4999 })).toMatchObject({
        outcome: 'not-due',
        until: start + 5000,
      });
      expect(await claim(id, { now: start + 5000 })).toMatchObject({ outcome: 'claimed' });
      expect(await world.readItem(id)).not.toHaveProperty('not_before');
    });

    it('takes over from a worker whose lease is over', async () => {
      const id = await pending();
      await claim(id);
      expect(await claim(id, { token: 'other', now: start + minute })).toMatchObject({
        outcome: 'claimed',
        row: { attempt: 2, token: 'other', leaseUntil: start + 2 * minute },
      });
    });

    it.each([
      ['PROCESSING, its lease over', false],
      ['PENDING', true],
    ])('takes no job that has no attempt left: %s', async (_what, released) => {
      const id = await pending();
      await claim(id, { maxAttempts: 1 });
      if (released) await release(id);
      const outcome = await claim(id, { token: 'other', now: start + minute, maxAttempts: 1 });
      expect(outcome).toMatchObject({ outcome: 'exhausted', row: { attempt: 1, token: 'mine' } });
    });

    it.each([['COMPLETED', complete] as const, ['FAILED', fail] as const])(
      'takes no job that has ended: %s',
      async (ended, settle) => {
        const id = await pending();
        await claim(id);
        await settle(id);
        const late = { token: 'other', now: start + 2 * month };
        expect(await claim(id)).toMatchObject({ outcome: 'finished', row: { status: ended } });
        expect(await claim(id, late)).toMatchObject({ outcome: 'finished' });
      },
    );

    it('takes a row of another program, with just job_id, status and input_data', async () => {
      const id = newId();
      await world.writeItem({
        job_id: { S: id },
        status: { S: 'PENDING' },
        input_data: { S: '{"ticket":"1"}' },
      });
      expect(await claim(id)).toMatchObject({
        outcome: 'claimed',
        row: { attempt: 1, type: undefined, input: '{"ticket":"1"}', createdAt: undefined },
      });
    });

    it('keeps TTL away from a job that has not ended', async () => {
      const id = newId();
      await world.writeItem({
        job_id: { S: id },
        status: { S: 'PENDING' },
        expires_at: { N: '1' },
      });
      expect(await claim(id)).toMatchObject({ outcome: 'claimed' });
      expect(await world.readItem(id)).not.toHaveProperty('expires_at');
    });

    it.each([
      ['one type', ['analyse'], 'claimed'],
      ['several types', ['tidy', 'analyse'], 'claimed'],
      [
        'more types than a condition has operands',
        [...Array(250).keys(), 'analyse'].map(String),
        'claimed',
      ],
      ['the only type', ['analyse', undefined], 'claimed'],
      ['another type', ['tidy'], 'unknown-type'],
      ['other types', ['tidy', undefined], 'unknown-type'],
      ['no type', [], 'unknown-type'],
    ])(
      'takes a job of the types that it is told, and no other: %s',
      async (_what, types, outcome) => {
        const id = await pending();
        expect(await claim(id, { types })).toMatchObject({ outcome });
        expect(await status(id)).toBe(outcome === 'claimed' ? 'PROCESSING' : 'PENDING');
      },
    );

    it.each([
      ['where there is one', ['analyse', undefined], 'claimed'],
      ['not where there are several', ['analyse', 'tidy'], 'unknown-type'],
    ])('takes a row without a type for the only type: %s', async (_what, types, outcome) => {
      const id = newId();
      await world.writeItem({ job_id: { S: id }, status: { S: 'PENDING' } });
      expect(await claim(id, { types })).toMatchObject({ outcome });
    });

    it('leaves a job alone that another program holds without a lease', async () => {
      const id = newId();
      await world.writeItem({ job_id: { S: id }, status: { S: 'PROCESSING' } });
      const outcome = await claim(id, { now: start + month });
      expect(outcome).toMatchObject({ outcome: 'held', until: undefined });
    });

    it('refuses a status that it does not know', async () => {
      const id = newId();
      await world.writeItem({ job_id: { S: id }, status: { S: 'QUEUED' } });
      await expect(claim(id)).rejects.toMatchObject({
        code: 'ERR_JOB_STATE',
        message: expect.stringContaining('"QUEUED"'),
      });
    });
  });
}
