import { describe, expect, it } from 'vitest';
import { childLogger, jsonLogger, type Logger } from '../../src/serve-events/log.js';
import { adapterHeaders } from '../support/adapter-headers.js';
import { send } from '../support/http.js';
import { type LogLine, recordedLog } from '../support/recorded-log.js';
import { serve } from '../support/serve.js';

/** The default logger, and the lines it has written, parsed. */
function written(env: NodeJS.ProcessEnv = {}) {
  const texts: string[] = [];
  const log = jsonLogger(env, (text) => void texts.push(text));
  return { log, texts, lines: () => texts.map((text) => JSON.parse(text)) };
}

describe('a line of the default logger', () => {
  it("is one JSON object in the form of Lambda's own", () => {
    const { log, texts, lines } = written();
    log.info({ order: 7 }, 'received');
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/^\{[^\n]*\}\n$/);
    expect(lines()).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        level: 'INFO',
        message: 'received',
        order: 7,
      },
    ]);
  });

  it.each([
    ['debug', 'DEBUG'],
    ['info', 'INFO'],
    ['warn', 'WARN'],
    ['error', 'ERROR'],
  ] as const)('of %s has level %s', (method, level) => {
    const { log, lines } = written({ AWS_LAMBDA_LOG_LEVEL: 'DEBUG' });
    log[method]({}, 'text');
    expect(lines()).toMatchObject([{ level, message: 'text' }]);
  });

  it('stays one line when its message has several', () => {
    const { log, texts } = written();
    log.warn({ text: 'a\nb' }, 'first\nsecond\u2028third');
    expect(texts.join('').split('\n')).toHaveLength(2);
  });

  it("carries an error's type, message, stack, code and cause", () => {
    const { log, lines } = written();
    const error = Object.assign(new RangeError('too far', { cause: new Error('the map') }), {
      code: 'ERR_FAR',
    });
    log.error({ error }, 'failed');
    expect(lines()).toMatchObject([
      {
        message: 'failed',
        errorType: 'RangeError',
        errorMessage: 'too far',
        errorCode: 'ERR_FAR',
        cause: 'the map',
        stackTrace: expect.arrayContaining(['RangeError: too far']),
      },
    ]);
    expect(lines()[0]).not.toHaveProperty('error');
  });

  it("takes an error under pino's name for it too", () => {
    const { log, lines } = written();
    log.error({ err: new TypeError('odd') }, 'failed');
    expect(lines()).toMatchObject([{ errorType: 'TypeError', errorMessage: 'odd' }]);
  });

  it.each([['text'], [7], [null], [undefined], [{ a: 1 }]])(
    'bears %j in place of an error',
    (error) => {
      const { log, lines } = written();
      log.error({ error }, 'failed');
      expect(lines()).toMatchObject([{ message: 'failed', errorType: typeof error }]);
    },
  );

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  it.each<[string, object]>([
    ['a cycle', { cycle }],
    ['a BigInt', { big: 7n }],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('no');
        },
      },
    ],
    [
      'a toJSON that throws',
      {
        a: {
          toJSON() {
            throw new Error('no');
          },
        },
      },
    ],
    [
      'a proxy that is revoked',
      {
        get a() {
          const { proxy, revoke } = Proxy.revocable({}, {});
          revoke();
          return proxy;
        },
      },
    ],
  ])('is written even with %s among its fields, with what identifies it', (_what, fields) => {
    const { log, lines } = written();
    childLogger(log, { requestId: 'r-1' }).warn(fields, 'all the same');
    expect(lines()).toMatchObject([{ level: 'WARN', requestId: 'r-1', message: 'all the same' }]);
  });

  it('cannot be made another one by its fields', () => {
    const { log, lines } = written();
    const fields = { level: 'ERROR', timestamp: 0, message: 'other', requestId: 'r-2', kept: 1 };
    childLogger(log, { requestId: 'r-1' }).info(fields, 'text');
    expect(lines()).toEqual([
      {
        timestamp: expect.any(String),
        level: 'INFO',
        requestId: 'r-1',
        message: 'text',
        kept: 1,
      },
    ]);
  });
});

describe('AWS_LAMBDA_LOG_LEVEL', () => {
  const all = ['debug', 'info', 'warn', 'error'] as const;
  it.each([
    [undefined, ['INFO', 'WARN', 'ERROR']],
    ['TRACE', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR']],
    ['INFO', ['INFO', 'WARN', 'ERROR']],
    ['warn', ['WARN', 'ERROR']],
    ['ERROR', ['ERROR']],
    ['FATAL', []],
    ['garbage', ['INFO', 'WARN', 'ERROR']],
  ])('%s lets through %j', (level, expected) => {
    const { log, lines } = written(level === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: level });
    for (const method of all) log[method]({}, 'text');
    expect(lines().map((line) => line.level)).toEqual(expected);
  });
});

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
