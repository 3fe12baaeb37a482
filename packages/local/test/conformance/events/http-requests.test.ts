import { describe, expect, test } from 'vitest';
import { lambdas } from '../lambdas.js';
import { useLambda } from '../use-lambda.js';
import { httpRequestCases } from './http-requests.cases.js';

/** What `echo.mjs` tells of a request. */
interface Echo {
  method: string;
  url: string;
  body: string;
  headers: Record<string, string>;
}

const bareReply = {
  status: 404,
  headers: { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'], 'x-two': ['1', '2'] },
  body: 'nö',
};
const fromV1 = { httpMethod: 'POST', path: '/x', requestContext: { httpMethod: 'POST' } };
const fromV2 = { rawPath: '/x', requestContext: { http: { method: 'POST' } } };
const fromLoadBalancer = { httpMethod: 'POST', path: '/x', requestContext: { elb: {} } };

describe.each(lambdas)('$name', (lambda) => {
  describe('an event of HTTP becomes a request:', () => {
    const echo = useLambda(lambda, { file: 'lambda-service/fixtures/echo.mjs' });

    test.for(httpRequestCases)('$name', async ({ event, request }) => {
      const reply = (await echo().invoke(event)) as Echo | { body: string; statusCode: number };
      if (!request) {
        const body = JSON.stringify(event);
        return expect(reply).toMatchObject({ method: 'POST', url: '/events', body });
      }
      expect(reply).toMatchObject({ statusCode: 200 });
      expect(JSON.parse(reply.body)).toMatchObject({ body: '', ...request });
    });

    test('its query must fit into a URL', async () => {
      const event = { ...fromV2, rawQueryString: 'a=1 2' };
      await expect(echo().invoke(event)).rejects.toMatchObject({
        errorMessage: expect.stringMatching(
          lambda.version === '0.9' ? /^Lambda panicked/ : /^Lambda panicked: .*InvalidUri/,
        ),
      });
    });

    test('it says so by its context, which is no null', async () => {
      const { body } = (await echo().invoke(fromV2)) as { body: string };
      const { headers } = JSON.parse(body) as Echo;
      expect(JSON.parse(headers['x-amzn-request-context'] ?? '')).toMatchObject({
        http: { method: 'POST' },
      });
    });
  });

  describe('an answer to it becomes a success:', () => {
    const told = useLambda(lambda, { file: 'lambda-service/fixtures/reply-as-told.mjs' });
    const answerTo = async (event: object, reply: object = bareReply) =>
      withoutConnection(await told().invoke({ ...event, body: JSON.stringify(reply) }));
    const many = {
      'content-type': ['text/plain'],
      'set-cookie': ['a=1', 'b=2'],
      'x-two': ['1', '2'],
    };
    const body = { body: 'nö', isBase64Encoded: false };

    test('to API Gateway, REST', async () => {
      expect(await answerTo(fromV1)).toEqual({
        statusCode: 404,
        headers: {},
        multiValueHeaders: many,
        ...body,
      });
    });

    test('to API Gateway, HTTP', async () => {
      expect(await answerTo(fromV2)).toEqual({
        statusCode: 404,
        headers: { 'content-type': 'text/plain', 'x-two': '1' },
        multiValueHeaders: {},
        cookies: ['a=1', 'b=2'],
        ...body,
      });
    });

    test('to a load balancer', async () => {
      expect(await answerTo(fromLoadBalancer)).toEqual({
        statusCode: 404,
        statusDescription: '404 Not Found',
        headers: { 'content-type': 'text/plain', 'set-cookie': 'a=1', 'x-two': '1' },
        multiValueHeaders: many,
        ...body,
      });
    });

    test.for([
      { name: 'without a body', reply: { status: 204, headers: {} }, body: '', base64: false },
      {
        name: 'of bytes',
        reply: { headers: { 'content-type': 'image/png' }, base64: '/wA=' },
        body: '/wA=',
        base64: true,
      },
    ])('$name', async ({ reply, body: expected, base64 }) => {
      expect(await answerTo(fromV2, reply)).toMatchObject({
        body: expected,
        isBase64Encoded: base64,
      });
    });
  });

  test('HTTP 500 to an HTTP event is a function error where the codes say so', async () => {
    const env = { AWS_LWA_ERROR_STATUS_CODES: '500' };
    await using told = await lambda.start({
      file: 'lambda-service/fixtures/reply-as-told.mjs',
      env,
    });
    const event = { ...fromV2, body: '{"status":500}' };
    await expect(told.invoke(event)).rejects.toThrow('configured error status code: 500');
  });
});

// The headers that every server of Node adds.
function withoutConnection(reply: unknown): unknown {
  const own = ['date', 'connection', 'keep-alive', 'content-length'];
  const { headers, multiValueHeaders, ...rest } = reply as Record<string, object>;
  const strip = (fields: object = {}) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !own.includes(name)));
  return { ...rest, headers: strip(headers), multiValueHeaders: strip(multiValueHeaders) };
}
