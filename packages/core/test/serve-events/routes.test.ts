import { describe, expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { adapters, call, expectFailure } from '../support/callers.js';
import { curlHeaders, type RequestOptions, send } from '../support/http.js';
import { serve } from '../support/serve.js';

const echo = (event: unknown) => ({ event });
const neverCalled = () => {
  throw new Error('the handler was called');
};

describe('without the adapter', () => {
  it.each(['/events', '/', '/events?from=test', '/?a=1'])('POST %s is an event', async (path) => {
    const { url } = await serve(echo);
    const answer = await send(url, { path, headers: curlHeaders, body: '1' });
    expect(answer).toMatchObject({ status: 200, text: '{"event":1}' });
  });

  it.each(['GET', 'HEAD'])('%s on the readiness path answers 200', async (method) => {
    const { url, log } = await serve(neverCalled);
    expect((await send(url, { method, path: '/' })).status).toBe(200);
    expect(log.lines).toEqual([]);
  });

  it.each([
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;charset=UTF-8',
  ])('content-type %s is JSON', async (type) => {
    const { url } = await serve(echo);
    const answer = await send(url, { headers: { 'content-type': type }, body: '1' });
    expect(answer.status).toBe(200);
  });

  it.each<[string, number, RequestOptions]>([
    ['GET on the event path', 405, { method: 'GET', path: '/events' }],
    ['PUT on the event path', 405, { method: 'PUT', path: '/events', body: '{}' }],
    ['DELETE on the root', 405, { method: 'DELETE', path: '/' }],
    ['an unknown path', 404, { path: '/event', headers: curlHeaders, body: '{}' }],
    ['GET on an unknown path', 404, { method: 'GET', path: '/favicon.ico' }],
    ['a path below the event path', 404, { path: '/events/1', headers: curlHeaders, body: '{}' }],
    ['no content-type', 415, { body: '{}' }],
    ['plain text', 415, { headers: { 'content-type': 'text/plain' }, body: '{}' }],
    [
      'a form',
      415,
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a' },
    ],
    [
      'JSON of another kind',
      415,
      { headers: { 'content-type': 'application/json-seq' }, body: '' },
    ],
  ])('%s is refused with %i and the right curl line', async (_what, status, request) => {
    const { url } = await serve(neverCalled);
    const answer = await send(url, request);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/json');
    const { error } = JSON.parse(answer.text) as { error: string };
    expect(error).toContain('curl');
    expect(error).toContain(new URL('/events', url).href);
    expect(error).toMatch(/content-type: application\/json/i);
    if (status === 405) expect(answer.headers.allow).toContain('POST');
  });

  it('a page in a browser cannot post an event: its preflight is refused', async () => {
    const { url } = await serve(neverCalled);
    const answer = await send(url, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(answer.status).toBe(405);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('the curl line of the answer works', async () => {
    const { url } = await serve(echo);
    const { text } = await send(url, { method: 'GET', path: '/events' });
    const { error } = JSON.parse(text) as { error: string };
    const [, method, address, header = '', body] =
      /curl -X (\S+) (\S+) -H '([^']+)' -d '([^']+)'/.exec(error) ?? [];
    const [name = '', value = ''] = header.split(': ');
    expect(method).toBe('POST');
    const answer = await send(String(address), {
      path: new URL(String(address)).pathname,
      headers: { [name]: value },
      body: String(body),
    });
    expect(answer.status).toBe(200);
  });
});

describe.each(adapters)('from $name', (caller) => {
  it.each(['/events', '/'])('POST %s is an event', async (path) => {
    const { answer } = await call(caller, echo, { request: { path, body: '1' } });
    expect(await answer).toMatchObject({ status: 200, text: '{"event":1}' });
  });

  it.each<[string, RequestOptions]>([
    ['an unknown path', { path: '/orders' }],
    ['a path below the event path', { path: '/events/1' }],
    ['GET on the event path', { method: 'GET', path: '/events' }],
    ['GET on the readiness path', { method: 'GET', path: '/' }],
    ['HEAD on the readiness path', { method: 'HEAD', path: '/' }],
    ['PUT on the event path', { method: 'PUT', path: '/events' }],
    ['OPTIONS on any path', { method: 'OPTIONS', path: '/any' }],
  ])('%s is a misrouted event: the invocation fails', async (_what, request) => {
    const failed = await call(caller, neverCalled, { request });
    if (request.method === 'HEAD' && caller.failure === 'HTTP 500') {
      expect((await failed.answer).status).toBe(500);
      expect(failed.log.errors()).toMatchObject([{ code: 'ERR_EVENT_MISROUTED' }]);
      return;
    }
    await expectFailure(caller, failed, { code: 'ERR_EVENT_MISROUTED' });
  });

  it.each(['text/plain', '', 'application/x-www-form-urlencoded'])(
    'an event of content-type "%s" fails the invocation: 415 would count as a success',
    async (type) => {
      const request = { headers: { 'content-type': type } };
      const failed = await call(caller, neverCalled, { request });
      await expectFailure(caller, failed, { code: 'ERR_EVENT_CONTENT_TYPE' });
    },
  );
});

describe('other paths', () => {
  it('events are taken on the pass-through path of the adapter, and no longer on /events', async () => {
    const { url } = await serve(echo, { env: { AWS_LWA_PASS_THROUGH_PATH: '/jobs' } });
    const take = (path: string) => send(url, { path, headers: curlHeaders, body: '1' });
    expect((await take('/jobs')).status).toBe(200);
    expect((await take('/')).status).toBe(200);
    expect((await take('/events')).status).toBe(404);
  });

  it('readiness is answered where the adapter asks for it', async () => {
    const { url } = await serve(echo, { env: { AWS_LWA_READINESS_CHECK_PATH: '/healthz' } });
    expect((await send(url, { method: 'GET', path: '/healthz' })).status).toBe(200);
  });

  it('a readiness path may have a query', async () => {
    const path = '/healthz?deep=1';
    const { url } = await serve(echo, { env: { AWS_LWA_READINESS_CHECK_PATH: path } });
    expect((await send(url, { method: 'GET', path })).status).toBe(200);
  });

  it('a path without its first slash is the path with it', async () => {
    const { url } = await serve(echo, { passThroughPath: 'jobs', readinessPath: 'ready' });
    expect((await send(url, { method: 'GET', path: '/ready' })).status).toBe(200);
    expect((await send(url, { path: '/jobs', headers: curlHeaders, body: '1' })).status).toBe(200);
  });

  it('one path can be both: GET is readiness, POST an event', async () => {
    const { url } = await serve(echo, { passThroughPath: '/x', readinessPath: '/x' });
    expect((await send(url, { method: 'GET', path: '/x' })).status).toBe(200);
    const answer = await send(url, { path: '/x', headers: adapterHeaders(), body: '1' });
    expect(answer.text).toBe('{"event":1}');
  });
});
