import { describe, expect, test } from 'vitest';
import { lambdas } from '../lambdas.js';
import { observe, wayOf } from '../observe.js';

const refused = [
  { name: 'AWS_LWA_INVOKE_MODE', value: 'response_stream' },
  { name: 'AWS_LWA_INVOKE_MODE', value: 'RESPONSE_STREAM' },
  { name: 'AWS_LWA_ERROR_STATUS_CODES', value: '200-599' },
];

describe.each(lambdas)('$name', (lambda) => {
  test.for(refused)('an event server does not start with $name=$value', async (setting) => {
    const { name, value } = setting;
    const file = 'conformance/fixtures/give-back.mjs';
    await using server = await lambda.start({ file, env: { [name]: value } });
    for (let n = 0; n < 2; n++) {
      expect(wayOf(await observe(server.invoke({ a: 1 })))).toBe('exit');
    }
    const output = server.lines().join('\n');
    expect(output).toContain(`LwaBridgeError: ${name}=`);
    expect(output).toContain('ERR_SETTINGS');
  });

  test('in streaming mode any other server has a prelude glued before its reply', async () => {
    await using told = await lambda.start({
      file: 'lambda-service/fixtures/reply-as-told.mjs',
      env: { AWS_LWA_INVOKE_MODE: 'response_stream' },
    });
    const headers = { 'content-type': 'application/json', 'set-cookie': 'a=1' };
    const reply = String(await told.invoke({ status: 500, headers, body: '{"a":1}' }));
    const [prelude = '', body] = reply.split('\0'.repeat(8));
    expect(JSON.parse(prelude)).toEqual({
      statusCode: 500,
      headers: expect.objectContaining({ 'content-type': 'application/json' }),
      cookies: ['a=1'],
    });
    expect(body).toBe('{"a":1}');
    expect(String(await told.invoke({ headers: {} }))).toContain('application/octet-stream');
  });

  test('in streaming mode an error status is a function error where the codes say so', async () => {
    await using told = await lambda.start({
      file: 'lambda-service/fixtures/reply-as-told.mjs',
      env: { AWS_LWA_INVOKE_MODE: 'response_stream', AWS_LWA_ERROR_STATUS_CODES: '500' },
    });
    expect(wayOf(await observe(told.invoke({ status: 500, body: '1' })))).toBe('500');
  });

  test.for(['response-stream', 'buffered', 'stream'])("'%s' is no streaming mode", async (mode) => {
    const file = 'conformance/fixtures/give-back.mjs';
    await using server = await lambda.start({ file, env: { AWS_LWA_INVOKE_MODE: mode } });
    expect(await server.invoke({ a: 1 })).toBe('{"a":1}');
  });
});
