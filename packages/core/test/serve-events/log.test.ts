import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/serve-events/log.js';
import { adapterHeaders } from '../support/adapter-headers.js';
import { send } from '../support/http.js';
import { type LogLine, recordedLog } from '../support/recorded-log.js';
import { serve } from '../support/serve.js';

/** Shaped like pino: bound fields, `child` makes another. */
function pinoLike(bindings: object = {}, lines: LogLine[] = []): Logger & { lines: LogLine[] } {
  const at = (level: LogLine['level']) => (fields: object, message: string) =>
    void lines.push({ ...bindings, ...fields, level, message });
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => pinoLike({ ...bindings, ...fields }, lines),
  };
}

describe("the context's log", () => {
  const headers = () => adapterHeaders({ request_id: 'r-1' });

  it.each([
    ['a pino-like logger', pinoLike],
    ['a logger without child', recordedLog],
  ])('is %s with the request id on each line', async (_what, make) => {
    const log = make();
    const { url } = await serve((_event, context) => context.log.info({ order: 7 }, 'received'), {
      log,
    });
    log.lines.length = 0;
    await send(url, { headers: headers(), body: '{}' });
    expect(log.lines).toEqual([{ level: 'info', message: 'received', order: 7, requestId: 'r-1' }]);
  });

  it('of several invocations at once carries the id of its own', async () => {
    const { url, log } = await serve(async (event: { n: number }, context) => {
      await new Promise((resolve) => setTimeout(resolve, 20 - event.n));
      context.log.info({ n: event.n }, 'done');
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        send(url, {
          headers: adapterHeaders({ request_id: `r-${n}` }),
          body: JSON.stringify({ n }),
        }),
      ),
    );
    expect(log.lines).toHaveLength(20);
    for (const { n, requestId } of log.lines) expect(requestId).toBe(`r-${n}`);
  });

  it('works when its methods are taken out of it', async () => {
    const { url, log } = await serve((_event, { log: { warn } }) => warn({}, 'loose'));
    await send(url, { headers: headers(), body: '{}' });
    expect(log.lines).toMatchObject([{ message: 'loose', requestId: 'r-1' }]);
  });

  it.each(['debug', 'info', 'warn', 'error'] as const)('has %s', async (method) => {
    const { url, log } = await serve((_event, context) => context.log[method]({}, 'text'));
    await send(url, { headers: headers(), body: '{}' });
    expect(log.lines).toMatchObject([{ level: method, message: 'text', requestId: 'r-1' }]);
  });
});

it('a failed invocation is one line with its request id and the error', async () => {
  const { url, log } = await serve(() => {
    throw new Error('no');
  });
  const headers = adapterHeaders({ request_id: 'r-1' });
  await send(url, { headers, body: '{}' }).catch(() => {});
  expect(log.lines).toMatchObject([{ level: 'error', requestId: 'r-1', err: { message: 'no' } }]);
});

it.each([
  ['bad JSON', 'garbage'],
  ['an empty event', ''],
])('an event that fails for %s is a line with its request id too', async (_what, body) => {
  const { url, log } = await serve(() => 1);
  const headers = adapterHeaders({ request_id: 'r-1' });
  await send(url, { headers, body }).catch(() => {});
  expect(log.lines).toMatchObject([{ level: 'error', requestId: 'r-1' }]);
});

it('a success is not worth a line', async () => {
  const { url, log } = await serve(() => 1);
  await send(url, { headers: adapterHeaders(), body: '{}' });
  expect(log.lines).toEqual([]);
});
