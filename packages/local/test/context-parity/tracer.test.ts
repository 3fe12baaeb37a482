import { describe, expect, it } from 'vitest';
import { startFunction } from '../support/function-under-test.js';
import { startAwsRecorder } from './aws-recorder.js';
import { startXrayDaemon } from './xray-daemon.js';

const parent = '53995c3f42cd8ad8';
const root = (n: number) => `1-5759e988-${String(n).padStart(24, '0')}`;
const traceId = (n: number) => `Root=${root(n)};Parent=${parent};Sampled=1`;

describe.each([
  { file: 'powertools-middy.ts', callsAws: true },
  { file: 'powertools-class.mjs', callsAws: false },
])("Powertools' tracer in $file", ({ file, callsAws }) => {
  it('sends the trace of each invocation to X-Ray', async () => {
    await using daemon = await startXrayDaemon();
    await using aws = await startAwsRecorder({ gather: 1 });
    await using served = await startFunction(
      new URL(`fixtures/existing/${file}`, import.meta.url),
      { env: { ...daemon.env, ...aws.env } },
    );
    for (const n of [1, 2, 3]) {
      const broken = n === 2;
      const invocation = served.invoke({ order: `order-${n}`, broken }, { traceId: traceId(n) });
      if (broken) await expect(invocation).rejects.toThrow();
      else expect(await invocation).toMatchObject({ traced: root(n) });

      const own = () => daemon.parts.filter(({ trace_id }) => trace_id === root(n));
      const ofHandler = () => own().find(({ name }) => name === '## orders.handler');
      await expect.poll(ofHandler).toMatchObject({
        parent_id: parent,
        annotations: { ColdStart: n === 1, Service: 'orders' },
        ...(broken
          ? { fault: true, cause: { exceptions: [{ type: 'RangeError', message: 'too heavy' }] } }
          : { metadata: { orders: { 'orders.handler response': { traced: root(n) } } } }),
      });
      const calls = aws.calls.filter(({ requestId }) => requestId === `order-${n}`);
      const call = {
        requestId: `order-${n}`,
        traceId: expect.stringContaining(`Root=${root(n)};`),
      };
      expect(calls).toEqual(callsAws ? [call] : []);
    }
  });
});
