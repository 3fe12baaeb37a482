/** What a bare handler is told to answer, and what Lambda must make of it. */
export interface AnswerCase {
  name: string;
  /** For `reply-as-told.mjs`. */
  told: object;
  reply: unknown;
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const nestedMixed = (depth: number): string =>
  depth === 0 ? '1' : depth % 2 ? `[${nestedMixed(depth - 1)}]` : `{"a":${nestedMixed(depth - 1)}}`;
const json = (body: string) => ({ body });
const bytes = (body: Buffer, type = 'application/json') => ({
  base64: body.toString('base64'),
  headers: { 'content-type': type },
});
const typed = (type: string, body = '{"a":1}') => ({ headers: { 'content-type': type }, body });
const read = { a: 1 };

const statuses: AnswerCase[] = [
  { name: '200', told: { status: 200, body: '{"b":1,"a":2}' }, reply: { a: 2, b: 1 } },
  { name: '201', told: { status: 201, body: '{"a":1}' }, reply: read },
  { name: '204', told: { status: 204 }, reply: null },
  { name: '205', told: { status: 205 }, reply: null },
  { name: '302', told: { status: 302, body: '{"a":1}' }, reply: read },
  { name: '304', told: { status: 304 }, reply: null },
  { name: '404', told: { status: 404, body: '{"a":1}' }, reply: read },
  { name: '500', told: { status: 500, body: '{"a":1}' }, reply: read },
  { name: '503 in plain text', told: { status: 503, ...typed('text/plain', 'no') }, reply: null },
];

const contentTypes: AnswerCase[] = [
  { name: 'none', told: { headers: {}, body: '{"a":1}' }, reply: read },
  ...[
    'text/plain',
    'text/html; charset=utf-8',
    'textual',
    'application/json; charset=nonsense',
    'application/jsonx',
    'application/javascript',
    'application/xml',
    'application/yaml',
    'application/problem+json',
    'image/svg+xml; a=b',
    'application/x+yaml',
  ].map((type) => ({ name: type, told: typed(type), reply: read })),
  ...[
    '',
    'Application/JSON',
    'application/octet-stream',
    'application/x-ndjson',
    'application/x+json-seq',
    'application/octet-stream; a=+json',
  ].map((type) => ({ name: `'${type}'`, told: typed(type), reply: null })),
  {
    name: 'binary that says it is text',
    told: {
      headers: {
        'content-type': 'application/octet-stream',
        'x-lambda-http-content-encoding': 'text',
      },
      body: '{"a":1}',
    },
    reply: read,
  },
  ...['identity', '', 'gzip'].map((encoding) => ({
    name: `application/json with content-encoding '${encoding}'`,
    told: {
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: '{"a":1}',
    },
    reply: null,
  })),
];

const charsets: AnswerCase[] = [
  { name: 'UTF-8', told: json('"ü 😀"'), reply: 'ü 😀' },
  {
    name: 'latin1',
    told: bytes(Buffer.from('"ü"', 'latin1'), 'application/json; charset="ISO-8859-1"'),
    reply: 'ü',
  },
  {
    name: 'UTF-16, but sent as UTF-8',
    told: typed('application/json; charset=utf-16le'),
    reply: null,
  },
  { name: 'UTF-8 with a byte order mark', told: json('\ufeff{"a":1}'), reply: read },
  {
    name: 'UTF-16 with a byte order mark',
    told: bytes(Buffer.from('\ufeff{"a":1}', 'utf16le')),
    reply: read,
  },
  {
    name: 'bytes that are no UTF-8',
    told: bytes(Buffer.from([0x22, 0xff, 0xc3, 0x22])),
    reply: '\ufffd\ufffd',
  },
  {
    name: 'half a surrogate pair as bytes',
    told: bytes(Buffer.from([0x22, 0xed, 0xa0, 0xbd, 0x22])),
    reply: '\ufffd\ufffd\ufffd',
  },
];

const texts: AnswerCase[] = [
  { name: 'nothing', told: json(''), reply: null },
  { name: 'JSON that is cut', told: json('{"a":'), reply: null },
  { name: 'JSON with something behind it', told: json('{"a":1} x'), reply: null },
  { name: 'two values', told: json('1 2'), reply: null },
  { name: 'white space around', told: json(' {"a":1}\n'), reply: read },
  { name: 'plain text', told: typed('text/plain', 'hello'), reply: null },
  { name: 'a control character', told: json('"a\tb"'), reply: null },
  { name: 'a line separator', told: json('"\u2028"'), reply: '\u2028' },
  { name: 'escapes', told: json(String.raw`"\u0000\ud83d\ude00\/"`), reply: '\u0000😀/' },
  ...[String.raw`"cut \ud83d"`, String.raw`{"a":"\ude00"}`, String.raw`{"\ud83d":1}`].map(
    (body) => ({ name: `half a surrogate pair: ${body}`, told: json(body), reply: null }),
  ),
  {
    name: 'half a surrogate pair that a later value replaces',
    told: json(String.raw`{"a":"\ud83d","a":1}`),
    reply: null,
  },
  { name: 'two values of a key', told: json('{"a":0,"a":1}'), reply: read },
  {
    name: 'a key of JavaScript',
    told: json('{"__proto__":1}'),
    reply: JSON.parse('{"__proto__":1}'),
  },
  { name: '127 levels', told: json(nested(127)), reply: JSON.parse(nested(127)) },
  { name: '128 levels', told: json(nested(128)), reply: null },
  {
    name: '127 levels of both kinds',
    told: json(nestedMixed(127)),
    reply: JSON.parse(nestedMixed(127)),
  },
  { name: '128 levels of both kinds', told: json(nestedMixed(128)), reply: null },
];

const numbers: AnswerCase[] = [
  ...['1e400', '-1e400', '{"a":1e309}', '{"a":1e309,"a":1}', '1.8e308'].map((body) => ({
    name: `out of range: ${body}`,
    told: json(body),
    reply: null,
  })),
  ...['01', '+1', '.5', '1.', 'NaN', 'Infinity', '0x1'].map((body) => ({
    name: `none: ${body}`,
    told: json(body),
    reply: null,
  })),
  ...[
    '1e-400',
    '5e-324',
    '1.7976931348623157e308',
    '18446744073709551616',
    '-9223372036854775809',
    '9007199254740993',
    '-0',
    '0.1',
    '0.30000000000000004',
    '123456789012345678901234567890.5e-3',
  ].map((body) => ({ name: body, told: json(body), reply: JSON.parse(body) })),
  // One unit off in the last place.
  { name: '0.17835472734681979', told: json('0.17835472734681979'), reply: 0.1783547273468198 },
];

/** All of them, by what they differ in. */
export const answerCases: Record<string, AnswerCase[]> = {
  status: statuses,
  'content type': contentTypes,
  charset: charsets,
  text: texts,
  number: numbers,
};
