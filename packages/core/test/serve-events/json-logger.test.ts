import { describe, expect, it } from 'vitest';
import { childLogger, jsonLogger } from '../../src/serve-events/log.js';

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

  it.each([
    ['a text alone', ['text'], { message: 'text' }],
    [
      'an error alone',
      [new RangeError('too far')],
      { message: 'too far', errorType: 'RangeError' },
    ],
    ['an error and a text', [new RangeError('far'), 'no'], { message: 'no', errorMessage: 'far' }],
    ['a text and an error', ['no', new RangeError('far')], { message: 'no', errorMessage: 'far' }],
    ['nothing for fields', [undefined, 'text'], { message: 'text' }],
  ])('takes %s, as pino does or as one might guess', (_what, call, line) => {
    const { log, lines } = written();
    (log.error as (...call: unknown[]) => void)(...call);
    expect(lines()).toMatchObject([line]);
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
