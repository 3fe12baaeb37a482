import { describe, expect, test } from 'vitest';
import { lambdas } from '../lambdas.js';
import { observe, wayOf } from '../observe.js';
import { useLambda } from '../use-lambda.js';
import { httpEvents, passedThroughEvents } from './event-files.js';

const texts = [
  '"a text"',
  '17',
  'null',
  'true',
  '[]',
  '[{"a":1},null]',
  '{}',
  '{"same":1,"same":2}',
  '{"large":12345678901234567890,"huge":1e400,"exact":0.1000}',
  String.raw`{"half a pair":"\ud83d","escaped":"\u00fc\/"}`,
  `${'['.repeat(200)}${']'.repeat(200)}`,
  '{"requestContext":null,"httpMethod":"GET"}',
  '{"requestContext":{},"httpMethod":"GET","path":"/x"}',
];

describe.each(lambdas)('$name', (lambda) => {
  describe('passes through, byte for byte,', () => {
    const echo = useLambda(lambda, { file: 'lambda-service/fixtures/echo.mjs' });
    const passThrough = { method: 'POST', url: '/events' };

    test.for(passedThroughEvents)('$name', async ({ bytes }) => {
      const body = bytes.toString().trim();
      expect(await echo().invoke(bytes)).toMatchObject({ ...passThrough, body });
    });

    test.for(texts)('%s', async (text) => {
      const reply = await echo().invoke(Buffer.from(` ${text}\n`));
      expect(reply).toMatchObject({
        ...passThrough,
        body: text,
        headers: { 'content-type': 'application/json', 'x-amzn-request-context': 'null' },
      });
    });

    test('no event as an empty object', async () => {
      expect(await echo().invoke(undefined)).toMatchObject({ ...passThrough, body: '{}' });
    });

    test('an event of 1 MB', async () => {
      const text = JSON.stringify({ text: 'ü'.repeat(500_000) });
      expect(await echo().invoke(Buffer.from(text))).toMatchObject({ body: text });
    });
  });

  test.for([
    { name: 'cut', bytes: Buffer.from('{"a":') },
    { name: 'empty', bytes: Buffer.from('') },
    { name: 'not UTF-8', bytes: Buffer.from([0x22, 0xff, 0x22]) },
    { name: 'begun by a byte order mark', bytes: Buffer.from('\ufeff1') },
  ])('an event that is $name never reaches the handler', async ({ bytes }) => {
    await using echo = await lambda.start({ file: 'lambda-service/fixtures/echo.mjs' });
    await expect(echo.invoke(bytes)).rejects.toMatchObject({
      errorType: '&lambda_runtime::deserializer::DeserializeError',
      errorMessage: expect.stringMatching(
        /^failed to deserialize the incoming data into the function's payload type: ./,
      ),
    });
    expect(await echo.invoke({})).toMatchObject({ body: '{}' });
  });

  describe('an event server', () => {
    describe.each([
      { codes: '500-599', failure: '500' },
      { codes: '', failure: 'closed' },
    ])("with error codes '$codes'", ({ codes, failure }) => {
      const file = 'conformance/fixtures/give-back.mjs';
      const server = useLambda(lambda, { file, env: { AWS_LWA_ERROR_STATUS_CODES: codes } });

      test.for(passedThroughEvents)('gets $name whole', async ({ bytes }) => {
        const reply = String(await server().invoke(bytes));
        expect(JSON.parse(reply)).toEqual(JSON.parse(bytes.toString()));
      });

      test.for(httpEvents)('fails $name, and says what to do', async ({ name, bytes }) => {
        const requestId = `request-of-${name}`;
        expect(wayOf(await observe(server().invoke(bytes, { requestId })))).toBe(failure);
        const line = () =>
          server()
            .lines()
            .find((candidate) => candidate.includes(`"${requestId}"`));
        await expect.poll(line).toContain('point it to the function of your HTTP API');
        expect(JSON.parse(line() ?? '')).toMatchObject({
          requestId,
          level: 'ERROR',
          errorCode: 'ERR_EVENT_MISROUTED',
        });
      });
    });
  });
});
