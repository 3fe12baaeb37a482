import { describe, expect, it } from 'vitest';
import type { EventContext } from '../../src/serve-events/event-context.js';
import { adapterHeaders } from '../support/adapter-headers.js';
import { adapters, call, expectFailure } from '../support/callers.js';
import { curlHeaders, send } from '../support/http.js';
import { serve } from '../support/serve.js';
import { after, never, timed } from '../support/wait.js';

const due = (inMs: number) => adapterHeaders({ deadline: Date.now() + inMs });

/** When the signal was aborted, in milliseconds after the handler was called. */
function abortedAfter({ signal }: EventContext): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(performance.now() - started));
  });
}

describe.each(adapters)('from $name', (caller) => {
  it('a handler that never settles fails its invocation, after Lambda would have ended it', async () => {
    const failed = await call(caller, never, { request: { headers: due(120) } });
    const { ms } = await timed(failed.answer.catch(() => {}));
    expect(ms).toBeGreaterThan(500);
    expect(ms).toBeLessThan(5000);
    await expectFailure(caller, failed, { code: 'ERR_DEADLINE_EXCEEDED' });
  });

  it('a handler that resolves after the deadline has failed', async () => {
    const failed = await call(caller, () => after(150), { request: { headers: due(60) } });
    await expectFailure(caller, failed, { code: 'ERR_DEADLINE_EXCEEDED' });
    await after(150);
    expect(failed.log.errors()).toHaveLength(1);
  });

  it('an invocation whose deadline has passed fails', async () => {
    const failed = await call(caller, never, { request: { headers: due(-5000) } });
    await expectFailure(caller, failed, { code: 'ERR_DEADLINE_EXCEEDED' });
  });

  it('a handler that rejects after its invocation has failed is logged, and fails nobody else', async () => {
    const { answer, url, log } = await call(
      caller,
      async (event: { late?: boolean }, context) => {
        if (!event.late) return 'next';
        await after(context.getRemainingTimeInMillis() + 600);
        throw new Error('too late');
      },
      { request: { headers: due(40), body: '{"late":true}' } },
    );
    await answer.catch(() => {});
    const next = await send(url, { headers: caller.headers(), body: '{}' });
    await after(250);
    expect(next.text).toBe('"next"');
    expect(log.lines).toMatchObject([
      { level: 'error', err: { code: 'ERR_DEADLINE_EXCEEDED' } },
      { level: 'error', err: { message: 'too late' } },
    ]);
    expect(log.lines[1]?.requestId).toBe(log.lines[0]?.requestId);
  });

  it('the next event is handled while the late handler still runs', async () => {
    const { answer, url } = await call(
      caller,
      (event: { hang?: boolean }) => (event.hang ? never() : 'next'),
      { request: { headers: due(40), body: '{"hang":true}' } },
    );
    await answer.catch(() => {});
    expect((await send(url, { headers: caller.headers(), body: '{}' })).text).toBe('"next"');
  });
});

describe('the signal', () => {
  it('is aborted 1 s before the deadline', async () => {
    const { url } = await serve((_event, context) => abortedAfter(context));
    const { text } = await send(url, { headers: due(2300), body: '{}' });
    expect(Number(text)).toBeGreaterThan(1200);
    expect(Number(text)).toBeLessThan(1450);
  });

  it('is aborted after half of the time where less than 2 s are left', async () => {
    const { url } = await serve((_event, context) => abortedAfter(context));
    const { text } = await send(url, { headers: due(400), body: '{}' });
    expect(Number(text)).toBeGreaterThan(150);
    expect(Number(text)).toBeLessThan(300);
  });

  it('is aborted earlier or later by option', async () => {
    const { url } = await serve((_event, context) => abortedAfter(context), {
      signalMarginMs: 100,
    });
    const { text } = await send(url, { headers: due(400), body: '{}' });
    expect(Number(text)).toBeGreaterThan(250);
    expect(Number(text)).toBeLessThan(400);
  });

  it('says why', async () => {
    const { url } = await serve(async (_event, context) => {
      await abortedAfter(context);
      return context.signal.reason.code;
    });
    const { text } = await send(url, { headers: due(200), body: '{}' });
    expect(text).toBe('"ERR_DEADLINE_EXCEEDED"');
  });

  it('leaves a handler that stops then the time to answer', async () => {
    const { url } = await serve(async (_event, context) => {
      await abortedAfter(context);
      return { partial: true, left: context.getRemainingTimeInMillis() };
    });
    const { status, text } = await send(url, { headers: due(500), body: '{}' });
    expect(status).toBe(200);
    expect(JSON.parse(text).left).toBeGreaterThan(100);
  });

  it('is not aborted after its invocation has ended', async () => {
    const signals: AbortSignal[] = [];
    const { url, log } = await serve((_event, { signal }) => void signals.push(signal));
    await send(url, { headers: due(100), body: '{}' });
    await after(200);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    expect(log.lines).toEqual([]);
  });

  it('is never aborted by a deadline from curl, which sends none', async () => {
    const { url } = await serve(async (_event, { signal, getRemainingTimeInMillis }) => {
      await after(50);
      return [signal.aborted, getRemainingTimeInMillis()];
    });
    const { text } = await send(url, { headers: curlHeaders, body: '{}' });
    expect(JSON.parse(text)).toEqual([false, 2_147_483_647]);
  });
});

it('no timer of an ended invocation goes off later on a kept-alive connection', async () => {
  const { Agent } = await import('node:http');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { url, log } = await serve(async (event: { wait: number }) => {
    await after(event.wait);
    return event;
  });
  await send(url, { agent, headers: due(150), body: '{"wait":0}' });
  // The first invocation's deadline passes in the middle of this one.
  const second = await send(url, { agent, headers: due(5000), body: '{"wait":300}' });
  expect(second.text).toBe('{"wait":300}');
  expect(log.lines).toEqual([]);
  agent.destroy();
});

it('ended invocations leave no timer behind: the process could end', async () => {
  const { url } = await serve(() => 1);
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  for (let n = 0; n < 5; n++) await send(url, { headers: due(60_000), body: '{}' });
  expect(timers()).toBeLessThanOrEqual(before + 1);
});
