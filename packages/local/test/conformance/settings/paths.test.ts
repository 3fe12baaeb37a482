import { describe, expect, test } from 'vitest';
import { lambdas } from '../lambdas.js';
import { observe, wayOf } from '../observe.js';

const passThroughPaths = [
  { path: '/jobs', url: '/jobs' },
  { path: 'jobs', url: '/jobs' },
  { path: '/', url: '/' },
  { path: '', url: '/' },
  { path: '/a b', url: '/a%20b' },
  { path: '/a%20b', url: '/a%20b' },
  { path: '/a?x=1#y', url: '/a%3Fx=1%23y' },
  { path: '/ü', url: '/%C3%BC' },
  { path: '/a/../b/.', url: '/b/' },
  { path: '//a', url: '//a' },
  { path: '\\a', url: '/a' },
];

const readinessPaths = ['/healthz', '/healthz?deep=1', '/a b', '/ü', '/a/../b', '/x#y'];

describe.each(lambdas)('$name', (lambda) => {
  describe.each(passThroughPaths)("with the pass-through path '$path'", ({ path, url }) => {
    const env = { AWS_LWA_PASS_THROUGH_PATH: path };

    test('events go there', async () => {
      await using echo = await lambda.start({ file: 'lambda-service/fixtures/echo.mjs', env });
      expect(await echo.invoke({})).toMatchObject({ method: 'POST', url });
    });

    test('an event server takes them there', async () => {
      await using server = await lambda.start({ file: 'conformance/fixtures/give-back.mjs', env });
      expect(await server.invoke({ a: 1 })).toBe('{"a":1}');
    });
  });

  test('an event server that takes events elsewhere fails them, and says what to set', async () => {
    await using server = await lambda.start({
      file: 'conformance/fixtures/give-back.mjs',
      args: ['/elsewhere'],
      env: { AWS_LWA_ERROR_STATUS_CODES: '500-599', AWS_LWA_PASS_THROUGH_PATH: '/jobs' },
    });
    const seen = await observe(server.invoke({ a: 1 }, { requestId: 'misrouted' }));
    expect(wayOf(seen)).toBe('500');
    const line = () => server.lines().find((candidate) => candidate.includes('"misrouted"'));
    await expect.poll(line).toContain('AWS_LWA_PASS_THROUGH_PATH');
  });

  test.for(readinessPaths)("an event server is ready on the readiness path '%s'", async (path) => {
    await using server = await lambda.start({
      file: 'conformance/fixtures/give-back.mjs',
      env: { AWS_LWA_READINESS_CHECK_PATH: path },
    });
    expect(await server.invoke({ a: 1 })).toBe('{"a":1}');
    const { pathname } = new URL(path, server.url);
    expect((await fetch(new URL(pathname, server.url))).status).toBe(200);
  });
});
