import { describe, expect, it } from 'vitest';
import { adapterContext, adapterHeaders, utf8 } from '../support/adapter-headers.js';
import { adapters, call, expectFailure } from '../support/callers.js';
import { curlHeaders, send } from '../support/http.js';
import { rawRequest, rawSocket } from '../support/raw-socket.js';
import { serve } from '../support/serve.js';

const neverCalled = () => {
  throw new Error('the handler was called');
};
const without = (field: string) => {
  const { [field]: _gone, ...context } = adapterContext();
  return JSON.stringify(context);
};
const withField = (field: string, value: unknown) =>
  utf8(JSON.stringify({ ...adapterContext(), [field]: value }));

describe.each(adapters)('x-amzn-lambda-context from $name', (caller) => {
  it.each([
    ['nothing', ''],
    ['a word', 'garbage'],
    ['JSON that breaks off', '{"request_id":"a"'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"context"'],
    ['a number', '7'],
    ['an empty object', '{}'],
    ['no request id', without('request_id')],
    ['an empty request id', withField('request_id', '')],
    ['a request id of null', withField('request_id', null)],
    ['a number as request id', withField('request_id', 7)],
    ['no deadline', without('deadline')],
    ['a deadline of null', withField('deadline', null)],
    ['a text as deadline', withField('deadline', '2026-01-01')],
    ['a deadline out of range', `{"request_id":"a","deadline":1e400}`],
    ['bytes that are no UTF-8', '{"request_id":"\xff\xfe","deadline"'],
  ])('that holds %s fails the invocation', async (_what, header) => {
    const headers = { 'x-amzn-lambda-context': header };
    const failed = await call(caller, neverCalled, { request: { headers } });
    await expectFailure(caller, failed, { code: 'ERR_CONTEXT_HEADER' });
  });
});

describe('garbage beside what matters', () => {
  it.each<[string, object]>([
    ['identity', { identity: 'garbage' }],
    ['identity', { identity: [] }],
    ['client_context', { client_context: 'garbage' }],
    ['client_context', { client_context: 7 }],
    ['env_config', { env_config: 'garbage' }],
    ['env_config', { env_config: null }],
    ['env_config', { env_config: { function_name: 7, memory: {}, version: null } }],
    ['tenant_id', { tenant_id: {} }],
    ['xray_trace_id', { xray_trace_id: 7 }],
    ['invoked_function_arn', { invoked_function_arn: null }],
    ['a field nobody knows', { __proto__: null, constructor: 1, toString: 'x' }],
  ])('in %s does not hinder the event: %j', async (_field, changes) => {
    const { url } = await serve((_event, context) => ({
      strings: [
        context.functionName,
        context.functionVersion,
        context.invokedFunctionArn,
        context.memoryLimitInMB,
        context.awsRequestId,
        context.logGroupName,
        context.logStreamName,
      ].map((value) => typeof value),
      tenant: typeof context.tenantId,
    }));
    const { status, text } = await send(url, { headers: adapterHeaders(changes), body: '{}' });
    expect(status).toBe(200);
    const { strings, tenant } = JSON.parse(text);
    expect(strings).toEqual(Array(7).fill('string'));
    expect(tenant).toBe('undefined');
  });

  it.each<[string, Record<string, string>]>([
    ['x-amzn-trace-id', { 'x-amzn-trace-id': '\x01\xff;;='.replace('\x01', '') }],
    ['x-amz-tenant-id', { 'x-amz-tenant-id': '\xff' }],
    ['accept-encoding', { 'accept-encoding': 'gzip;q=garbage, *' }],
    ['cookie', { cookie: '=;=;' }],
    ['expect', { expect: 'the-impossible' }],
    ['upgrade', { connection: 'upgrade', upgrade: 'websocket' }],
    ['range', { range: 'bytes=0-0' }],
    ['if-none-match', { 'if-none-match': '*' }],
    ['x-http-method-override', { 'x-http-method-override': 'DELETE' }],
    ['te', { te: 'trailers, garbage' }],
    ['host', { host: '???' }],
  ])('in %s does not hinder the event', async (_name, headers) => {
    const { url } = await serve((event) => event);
    for (const sender of [adapterHeaders(), curlHeaders]) {
      const { write, receives } = await rawSocket(url);
      write(rawRequest({ ...sender, ...headers }, '{"a":1}'));
      const answer = await receives(/\{"a":1\}$/);
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(answer).not.toMatch(/content-encoding/i);
    }
  });
});

describe('what is not HTTP', () => {
  // Node would answer 400 or 431: a success for the adapter.
  it.each<[string, string | Buffer]>([
    ['a content-length that is no number', rawRequest({ 'content-length': 'garbage' }, '{}')],
    ['a negative content-length', rawRequest({ 'content-length': '-1' }, '{}')],
    [
      'two content-lengths',
      'POST /events HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
    ],
    ['a transfer-encoding nobody knows', rawRequest({ 'transfer-encoding': 'garbage' }, '{}')],
    [
      'both a length and chunks',
      rawRequest({ 'transfer-encoding': 'chunked' }, '2\r\n{}\r\n0\r\n\r\n'),
    ],
    [
      'a chunk of no size',
      'POST /events HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n',
    ],
    ['headers of 1 MB', rawRequest({ garbage: 'x'.repeat(1024 * 1024) }, '{}')],
    ['a header without a name', 'POST /events HTTP/1.1\r\n: value\r\n\r\n'],
    ['a method nobody knows', 'GARBAGE /events HTTP/1.1\r\n\r\n'],
    ['a CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n'],
    ['no HTTP at all', 'garbage\r\n\r\n'],
    ['a TLS hello', Buffer.from('16030100c8010000c40303', 'hex')],
  ])('%s is answered by closing the connection, before any header', async (_what, bytes) => {
    const { url } = await serve(neverCalled);
    const { write, closed } = await rawSocket(url);
    write(bytes);
    expect(await closed).toBe('');
    expect((await send(url, { method: 'GET', path: '/' })).status).toBe(200);
  });

  it('is logged with its reason, and without what was sent', async () => {
    const { url, log } = await serve(neverCalled);
    const { write, closed } = await rawSocket(url);
    write('POST /events HTTP/1.1\r\nauthorization: secret\r\ncontent-length: garbage\r\n\r\n');
    await closed;
    expect(log.lines).toEqual([
      {
        level: 'error',
        message: expect.stringContaining('not HTTP'),
        code: expect.stringMatching(/^HPE_/),
        reason: expect.any(String),
      },
    ]);
    expect(log.lines[0]?.reason).not.toContain('secret');
  });

  it('an event without a host header is an event', async () => {
    const { url } = await serve((event) => event);
    const { write, receives } = await rawSocket(url);
    const lines = 'content-type: application/json\r\ncontent-length: 2\r\n';
    write(`POST /events HTTP/1.1\r\n${lines}\r\n[]`);
    expect(await receives(/\[\]$/)).toMatch(/^HTTP\/1\.1 200/);
  });

  it('an event that waits to be told to go on is told so', async () => {
    const { url } = await serve((event) => event);
    const { write, receives } = await rawSocket(url);
    const [headers = '', body = ''] = rawRequest({ ...curlHeaders, expect: '100-continue' }, '[1]')
      .toString()
      .split(/(?<=\r\n\r\n)/);
    write(headers);
    await receives(/^HTTP\/1\.1 100 Continue/);
    write(body);
    expect(await receives(/\[1\]$/)).toContain('HTTP/1.1 200');
  });

  it('an event in HTTP/1.0 is an event', async () => {
    const { url } = await serve((event) => event);
    const { write, closed } = await rawSocket(url);
    write(rawRequest(curlHeaders, '[]', 'POST /events HTTP/1.0'));
    expect(await closed).toMatch(/^HTTP\/1\.[01] 200 .*\[\]$/s);
  });

  it('a context header of 20 KB is read', async () => {
    const { url } = await serve((_event, { clientContext }) => clientContext?.custom);
    const custom = { note: 'x'.repeat(20_000) };
    const headers = adapterHeaders({ client_context: { client: {}, custom, environment: {} } });
    expect(JSON.parse((await send(url, { headers, body: '{}' })).text)).toEqual(custom);
  });
});

it.each(adapters)('two context headers fail the invocation ($name)', async (caller) => {
  const { url, log } = await serve(neverCalled, {
    env: { AWS_LWA_ERROR_STATUS_CODES: caller.errorStatusCodes },
  });
  const { write, receives, closed } = await rawSocket(url);
  const { 'x-amzn-lambda-context': header, ...others } = adapterHeaders();
  const twice = `a\r\nx-amzn-lambda-context: ${header}\r\nx-amzn-lambda-context: ${header}`;
  write(rawRequest({ ...others, 'x-first': twice }, '{}'));
  if (caller.failure === 'HTTP 500') expect(await receives(/\}$/)).toMatch(/^HTTP\/1\.1 500/);
  else expect(await closed).toBe('');
  expect(log.errors()).toMatchObject([{ code: 'ERR_CONTEXT_HEADER' }]);
});
