import { describe, expect, test } from 'vitest';
import { lambdas } from './lambdas.js';

// Lambda gives a start ten seconds.
const args = ['10500'];

describe.concurrent.each(lambdas)('$name', (lambda) => {
  test.concurrent('with AWS_LWA_ASYNC_INIT the first event waits for a slow start', async () => {
    await using server = await lambda.start({
      file: 'conformance/fixtures/starts-slowly.mjs',
      args,
      env: { AWS_LWA_ASYNC_INIT: 'true' },
    });
    expect(await server.invoke({ id: 1 })).toEqual({ id: 1 });
    expect(await server.invoke({ id: 2 })).toEqual({ id: 2 });
  }, 30_000);
});
