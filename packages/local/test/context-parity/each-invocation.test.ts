import { expect, it } from 'vitest';
import { isVersion1 } from '../support/function-under-test.js';
import { type Seen, startWholeContext } from './whole-context.js';

it('log lines bear the request id that Lambda gave', async () => {
  await using orders = await startWholeContext();
  const ids = ['log-1', 'log-2', 'log-3'];
  for (const requestId of ids) await orders.invoke({ requestId });
  const handled = () => logged(orders.lines()).filter(({ message }) => message === 'handled');
  await expect
    .poll(handled)
    .toEqual(ids.map((requestId) => expect.objectContaining({ requestId })));
});

it('50 invocations at once have a context each', async () => {
  await using busy = await startWholeContext({ concurrency: 50 });
  const invocations = Array.from({ length: 50 }, (_, n) => ({
    requestId: `request-${n}`,
    functionArn: `arn:aws:lambda:eu-central-1:123456789012:function:orders:alias-${n}`,
    traceId: `Root=1-5759e988-${String(n).padStart(24, '0')};Parent=53995c3f42cd8ad8;Sampled=1`,
    identity: { cognitoIdentityId: `id-${n}`, cognitoIdentityPoolId: `pool-${n}` },
    clientContext: { custom: { n: String(n) } },
    ...(isVersion1 && { tenantId: `tenant-${n}` }),
  }));
  const replies = await Promise.all(
    invocations.map((options) => busy.invoke(options, { pauseMs: 50 })),
  );
  for (const [n, options] of invocations.entries()) {
    const { context, stored } = replies[n] as Seen;
    expect(context).toMatchObject({
      awsRequestId: options.requestId,
      invokedFunctionArn: options.functionArn,
      identity: options.identity,
      clientContext: { custom: { n: String(n) } },
    });
    expect(context.tenantId).toBe(options.tenantId);
    expect(stored).toEqual({
      requestId: options.requestId,
      traceId: options.traceId,
      tenantId: options.tenantId,
    });
  }
});

function logged(lines: string[]): { requestId: string; message: string }[] {
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}
