import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { lambdas } from './lambdas.js';
import { observe, wayOf } from './observe.js';

const file = 'conformance/fixtures/misbehave.mjs';
const env = { AWS_LWA_ERROR_STATUS_CODES: '500-599' };

describe.each(lambdas)('$name', (lambda) => {
  const isVersion1 = lambda.version === '1.0';

  test(`${isVersion1 ? 'several events come at once' : 'events come one at a time, whatever is set'}`, async () => {
    const told = await lambda.start({
      file: 'lambda-service/fixtures/reply-as-told.mjs',
      concurrency: 4,
    });
    await using _ = told;
    const events = Array.from({ length: 8 }, () => ({ delayMs: 200, running: true }));
    const replies = await Promise.all(events.map((event) => told.invoke(event)));
    expect(Math.max(...replies.map(Number))).toBe(isVersion1 ? 4 : 1);
  });

  test.for(['500-599', ''])(
    "with error codes '%s' each of many events gets its own answer, whatever becomes of the others",
    async (codes) => {
      const failure = codes ? '500' : 'closed';
      await using server = await lambda.start({
        file,
        env: { AWS_LWA_ERROR_STATUS_CODES: codes },
        concurrency: 10,
      });
      const deeds: { deed: object; way: string }[] = [
        { deed: { do: 'reply' }, way: 'reply' },
        { deed: { do: 'reply slowly', ms: 30 }, way: 'reply' },
        { deed: { do: 'reject' }, way: failure },
        { deed: { do: 'throw' }, way: failure },
        { deed: { do: 'reply half a surrogate pair' }, way: 'reply' },
        { deed: { do: 'reply bytes', bytes: 7_000_000 }, way: failure },
        { deed: { do: 'answer by callback' }, way: failure },
      ];
      const events = Array.from({ length: 20 }, () => deeds).flat();
      await Promise.all(
        events.map(async ({ deed, way }, n) => {
          const id = `event-${n}`;
          const seen = await observe(server.invoke({ ...deed, id }, { requestId: id }));
          expect(wayOf(seen), `${id}: ${JSON.stringify(deed)}`).toBe(way);
          if (!seen.error) expect(seen.reply).toMatchObject({ id });
        }),
      );
    },
  );

  // The server lets Lambda's own timeout come first, by half a second.
  test.for([
    { name: 'rejects', left: { do: 'reject late', ms: 1500 } },
    { name: 'resolves', left: { do: 'reply slowly', ms: 1500 } },
    { name: 'resolves just too late', left: { do: 'reply slowly', ms: 600 } },
  ])('a handler left running past its deadline $name beside another event', async ({ left }) => {
    await using server = await lambda.start({ file, env, concurrency: 2 });
    const { pid } = (await server.invoke({ do: 'reply', id: 'first' })) as { pid: number };
    const options = { requestId: 'late', timeoutMs: 400 };
    const late = observe(server.invoke({ ...left, id: 'late' }, options));
    await sleep(300);
    const neighbour = server.invoke({ do: 'reply slowly', ms: 1500, id: 'neighbour' });
    expect(wayOf(await late)).toBe('deadline');
    expect(await neighbour).toEqual({ id: 'neighbour' });
    expect(await server.invoke({ do: 'reply', id: 'last' })).toEqual({ id: 'last', pid });
    expect(server.lines().join('\n')).toContain('ERR_DEADLINE_EXCEEDED');
  });
});
