import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { expectProblem } from './testing/expect-problem.js';
import { useApi } from './testing/use-api.js';

const api = useApi();
const uuid = /^[0-9a-f-]{36}$/;

describe('the health check', () => {
  it('is open, and says nothing more', async () => {
    const response = await api.call('GET /healthz', { token: null });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });
});

describe('the request id', () => {
  it.each(['abc', 'a-B_c.9:0', 'x'.repeat(128)])(
    'is the one that the caller sent: %s',
    async (id) => {
      const headers = { 'X-Request-Id': id };
      const response = await api.call('GET /jobs/1', { headers });
      await expectProblem(response, 404, { requestId: id });
      expect(response.headers.get('x-request-id')).toBe(id);
    },
  );

  it.each(['', 'a b', '{"level":"INFO"}', 'x'.repeat(129)])('is a new one for "%s"', async (id) => {
    const { headers } = await api.call('GET /jobs/1', { headers: { 'X-Request-Id': id } });
    expect(headers.get('x-request-id')).toMatch(uuid);
  });

  it('is that of the invocation where the caller has none', async () => {
    const context = JSON.stringify({ request_id: 'invocation-1', deadline: Date.now() + 10_000 });
    const headers = { 'x-amzn-lambda-context': context };
    const { headers: answered } = await api.call('GET /jobs/1', { headers });
    expect(answered.get('x-request-id')).toBe('invocation-1');
  });
});

describe('the access log', () => {
  it('has a line for each request, in the form of the library, and no token', async () => {
    const token = await api.token();
    const lines = await linesOf(async () => {
      await api.call('GET /passengers/A%2F5%201?x=1', {
        token,
        headers: { 'X-Request-Id': 'r-1' },
      });
      await api.call('GET /openapi.json', { token: null });
      await api.call('POST /jobs', { token: 'wrong' });
    });
    expect(lines).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        level: 'INFO',
        requestId: expect.stringMatching(uuid),
        message: 'request answered',
        method: 'GET',
        path: '/passengers/A%2F5%201',
        status: 404,
        ms: expect.any(Number),
        httpRequestId: 'r-1',
        subject: 'somebody',
      },
      expect.objectContaining({ path: '/openapi.json', status: 200 }),
      expect.objectContaining({ method: 'POST', path: '/jobs', status: 401 }),
    ]);
    expect(lines[2]).not.toHaveProperty('subject');
    expect(JSON.stringify(lines)).not.toContain(token);
  });

  it('has none for health checks', async () => {
    expect(await linesOf(() => api.call('GET /healthz'))).toEqual([]);
  });
});

describe('what is not there', () => {
  it.each(['GET /', 'GET /nowhere', 'GET /jobs/', 'POST /events', 'GET /jobs/1/2'])(
    '%s is 404',
    async (route) => {
      await expectProblem(await api.call(route), 404);
    },
  );

  it.each([
    ['DELETE /jobs', 'POST, GET, HEAD'],
    ['PATCH /jobs/1', 'GET, HEAD'],
    ['PUT /passengers/A/5', 'GET, HEAD'],
    ['GET /uploads', 'POST'],
    ['POST /openapi.json', 'GET, HEAD'],
    ['POST /docs', 'GET, HEAD'],
  ])('%s is 405, and says what is allowed', async (route, allow) => {
    const response = await api.call(route);
    await expectProblem(response, 405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  it('a method that fetch does not know is 405, too', async () => {
    const headers = { Authorization: `Bearer ${await api.token()}` };
    const asked = request(`${api.url}/jobs`, { method: 'TRACE', headers }).end();
    const [answer] = await once(asked, 'response');
    expect(answer.resume().statusCode).toBe(405);
  });
});

describe('what goes wrong inside', () => {
  it('is told to the log, and not to the caller', async () => {
    vi.stubEnv('APP_ENV', '');
    let problem: unknown;
    const lines = await linesOf(async () => {
      problem = await expectProblem(await api.call('GET /passengers/any'), 500);
    });
    vi.stubEnv('APP_ENV', 'test');
    expect(problem).toMatchObject({
      detail: 'Something went wrong. The log has it under this request id.',
      requestId: lines[0]?.httpRequestId,
    });
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      message: 'a request failed',
      path: '/passengers/any',
      errorMessage: expect.stringContaining('environment variable APP_ENV is not set'),
    });
  });

  it('is 500 for a context of the adapter that cannot be read', async () => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    const headers = { 'x-amzn-lambda-context': '{' };
    const response = await api.call('GET /jobs/1', { headers });
    expect(response.status).toBe(500);
    const line = JSON.parse(String(log.mock.calls[0]?.[0]));
    log.mockRestore();
    expect(line).toMatchObject({ level: 'ERROR', message: 'a request failed', path: '/jobs/1' });
  });
});

describe('CORS', () => {
  const preflight = (Origin: string) =>
    api.call('OPTIONS /jobs', {
      token: null,
      headers: { Origin, 'Access-Control-Request-Method': 'POST' },
    });

  it('lets pages of the listed origins ask, and read what they need', async () => {
    const Origin = 'https://app.example.com';
    const { status, headers } = await preflight(Origin);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(Origin);
    expect(headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect(headers.get('access-control-allow-headers')).toContain('Authorization');

    for (const token of [await api.token(), null]) {
      const answer = await api.call('GET /jobs/1', { token, headers: { Origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(Origin);
      expect(answer.headers.get('access-control-expose-headers')).toContain('Retry-After');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  it.each([
    'https://example.com',
    'http://app.example.com',
    'https://app.example.com.evil',
    'null',
  ])('says nothing to %s', async (Origin) => {
    expect((await preflight(Origin)).headers.get('access-control-allow-origin')).toBeNull();
    const { headers } = await api.call('GET /jobs/1', { headers: { Origin } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('answers are data: no page runs, sniffs or frames one', async () => {
  for (const token of [await api.token(), null]) {
    const { headers } = await api.call('GET /jobs/1', { token });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

/** What is logged meanwhile. */
async function linesOf(act: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', 'info');
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await act();
    return write.mock.calls.map(([line]) => JSON.parse(String(line)));
  } finally {
    write.mockRestore();
    vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', 'fatal');
  }
}
