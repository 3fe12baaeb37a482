import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapters, call, callers, expectFailure } from '../support/callers.js';
import { curlHeaders, send } from '../support/http.js';
import { serve } from '../support/serve.js';

const cut = 'cut \ud83d';
const repaired = 'cut \ufffd';
const fail = { unpairedSurrogates: 'fail' } as const;

describe.each(callers)('for $name', (caller) => {
  it.each<[string, unknown, unknown]>([
    ['a value', { text: cut }, { text: repaired }],
    ['a value that is the whole reply', cut, repaired],
    ['a key', { [cut]: 1 }, { [repaired]: 1 }],
    ['the second half', { text: '\ude00 cut' }, { text: '\ufffd cut' }],
    ['both halves the wrong way round', '\ude00\ud83d', '\ufffd\ufffd'],
    ['two first halves before a pair', '\ud83d\ud83d😀', '\ufffd\ufffd😀'],
    ['half a pair beside a whole one', ['😀', cut], ['😀', repaired]],
    ['half a pair beside a text that looks like one', [cut, '\\ud83d'], [repaired, '\\ud83d']],
    ['a backslash before half a pair', '\\\ud83d', '\\\ufffd'],
  ])('half a surrogate pair in %s is replaced, with a warning', async (_what, reply, expected) => {
    const { answer, log } = await call(caller, () => reply);
    const { status, text } = await answer;
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual(expected);
    expect(log.lines).toMatchObject([{ level: 'warn' }]);
  });

  it('keys that would become one fail the invocation: a value would be lost', async () => {
    const failed = await call(caller, () => ({ 'a\ud83d': 1, 'a\ud83e': 2 }));
    await expectFailure(caller, failed, { code: 'ERR_REPLY_UNPAIRED_SURROGATE' });
  });

  it('a key that would become one that is there fails the invocation', async () => {
    const failed = await call(caller, () => [{ 'a\ud83d': 1, 'a\ufffd': 2 }]);
    await expectFailure(caller, failed, { code: 'ERR_REPLY_UNPAIRED_SURROGATE' });
  });

  it.each<[string, unknown]>([
    ['value', { text: cut }],
    ['key', { [cut]: 1 }],
  ])("a %s fails the invocation with 'fail'", async (_what, reply) => {
    const failed = await call(caller, () => reply, fail);
    await expectFailure(caller, failed, { code: 'ERR_REPLY_UNPAIRED_SURROGATE' });
  });

  it("whole pairs pass with 'fail'", async () => {
    const { answer, log } = await call(caller, () => ({ '😀': '\\ud83d 😀' }), fail);
    expect(JSON.parse((await answer).text)).toEqual({ '😀': '\\ud83d 😀' });
    expect(log.lines).toEqual([]);
  });
});

it.each(adapters)('a failure that speaks of half a pair is still JSON ($name)', async (caller) => {
  const failed = await call(caller, () => {
    throw new Error(cut);
  });
  await expectFailure(caller, failed, { type: 'Error' });
});

// The other reader of UTF-16 at hand: encoding to UTF-8 replaces what is unpaired.
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
const wellFormedJson = (value: unknown): unknown => {
  if (typeof value === 'string') return wellFormed(value);
  if (Array.isArray(value)) return value.map(wellFormedJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormed(key), wellFormedJson(inner)]),
  );
};
const countKeys = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce(
        (sum: number, inner) => sum + countKeys(inner),
        Object.keys(value).length,
      )
    : 0;

it('any JSON arrives as it was, with halves replaced, or fails because keys became one', async () => {
  const text = fc.string({
    unit: fc.constantFrom(
      'a',
      '\\',
      '"',
      '\ud83d',
      '\ude00',
      '😀',
      'u',
      'd83d',
      '\n',
      '{',
      '[',
      '\u2028',
    ),
    maxLength: 6,
  });
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.double(),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(text, tie('json'), { maxKeys: 3 }),
    ),
  }));
  let reply: unknown;
  const { url } = await serve(() => reply);
  await fc.assert(
    fc.asyncProperty(json, async (value) => {
      reply = value;
      const sent: unknown = JSON.parse(JSON.stringify(value));
      const expected = wellFormedJson(sent);
      const answer = await send(url, { headers: curlHeaders, body: '{}' });
      expect(answer.status).toBe(countKeys(expected) === countKeys(sent) ? 200 : 500);
      if (answer.status === 200) expect(JSON.parse(answer.text)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
