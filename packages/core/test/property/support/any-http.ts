import fc from 'fast-check';
import { adapterHeaders } from '../../support/adapter-headers.js';

// Requests in which all is right, or one thing and another is wrong or not meant to be together.

const anyLine = fc.oneof(
  { arbitrary: fc.constantFrom('POST /events HTTP/1.1', 'POST / HTTP/1.1'), weight: 6 },
  fc.constantFrom('GET / HTTP/1.1', 'HEAD / HTTP/1.1', 'HEAD /events HTTP/1.1', 'GET /a HTTP/1.1'),
  fc.constantFrom(
    'POST /events HTTP/1.0',
    'POST /events HTTP/9.9',
    'POST /events',
    'PRI * HTTP/2.0',
  ),
  fc.constantFrom(
    'CONNECT a:1 HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'POST http://a/events HTTP/1.1',
    '',
  ),
);

const { 'x-amzn-lambda-context': context } = adapterHeaders({ deadline: Date.UTC(2100) });
const oddHeader = fc.constantFrom(
  ...['transfer-encoding: chunked', 'transfer-encoding: gzip', 'transfer-encoding: chunked, gzip'],
  ...['content-length: 0', 'content-length: 5', 'content-length: -1', 'content-length: 2, 3'],
  ...['content-length:', 'content-length: 99999999999999999999', 'content-length: 1e1'],
  ...['connection: close', 'connection: upgrade', 'upgrade: h2c', 'keep-alive: timeout=0'],
  ...['expect: 100-continue', 'expect: all', 'trailer: a', 'te: trailers', 'host: a', 'host: b'],
  ...[
    `x-amzn-lambda-context: ${context}`,
    'x-amzn-lambda-context: {',
    'x-amzn-request-context: {}',
  ],
  ...['content-type: text/plain', 'content-encoding: gzip', 'accept-encoding: gzip', 'range: a'],
  ...[': nameless', ' folded', 'a\0: b', 'a', 'a : b', `a: ${'b'.repeat(70_000)}`],
);

const json = fc.json();
const framed = fc.oneof(
  {
    arbitrary: json.map((body) => frame(`content-length: ${Buffer.byteLength(body)}`, body)),
    weight: 4,
  },
  json.map((body) => frame('transfer-encoding: chunked', `${size(body)}\r\n${body}\r\n0\r\n\r\n`)),
  json.map((body) => frame(`content-length: ${Buffer.byteLength(body) + 1}`, body)),
  fc
    .constantFrom(
      '',
      '2\r\n{}\r\n',
      '0\r\na: b\r\n\r\n',
      'fffffffffff\r\n{}',
      '-1\r\n',
      '2;x\r\n{}\r\n',
    )
    .map((body) => frame('transfer-encoding: chunked', body)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((body) => frame('content-length: 7', body)),
);

const size = (text: string) => Buffer.byteLength(text).toString(16);
const frame = (header: string, body: string) => ({ header, body });

const anyRequest = fc
  .record({
    line: anyLine,
    type: fc.oneof(
      { arbitrary: fc.constant(['content-type: application/json']), weight: 5 },
      fc.constant([]),
    ),
    odd: fc.oneof(fc.constant([]), fc.array(oddHeader, { maxLength: 2 })),
    framed,
    lineEnd: fc.oneof(
      { arbitrary: fc.constant('\r\n'), weight: 12 },
      fc.constantFrom('\n', '\r', ''),
    ),
  })
  .map(({ line, type, odd, framed: { header, body }, lineEnd }) =>
    [line, ...type, ...odd, header, '', body].join(lineEnd),
  );

/** Some requests, right or wrong, in one connection. */
export const anyHttp: fc.Arbitrary<Buffer> = fc
  .array(anyRequest, { minLength: 1, maxLength: 3 })
  .map((requests) => Buffer.from(requests.join('')));
