import { expect, test } from 'vitest';
import { type Echo, knowsTenants, realAdapter, startFixture } from './adapter-under-test.js';
import { testContext } from './context.cases.js';
import { testReplies } from './replies.cases.js';

if (realAdapter) {
  const isVersion1 = await knowsTenants();
  testContext({ isVersion1 });
  testReplies({ isVersion1 });
} else {
  console.log(
    'LAMBDA_ADAPTER is not set: the sandbox is tested with a fake client of the Runtime API.',
  );
  test('without an adapter its fake hands events over', async () => {
    await using echo = await startFixture('echo.mjs');
    const reply = (await echo.sandbox.invoke({ a: 1 })) as Echo;
    expect(reply).toMatchObject({ method: 'POST', url: '/events', body: '{"a":1}' });
  });
}
