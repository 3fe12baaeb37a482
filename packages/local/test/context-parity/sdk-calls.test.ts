import { describe, expect, it } from 'vitest';
import { type FunctionOptions, isVersion1, startFunction } from '../support/function-under-test.js';
import { startAwsRecorder } from './aws-recorder.js';

const file = new URL('fixtures/sdk-calls.mjs', import.meta.url);
const callsOfOne = 8;

const invocations = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    requestId: `request-${n}`,
    traceId: `Root=1-5759e988-${String(n).padStart(24, '0')};Parent=53995c3f42cd8ad8;Sampled=1`,
  }));

/** Invokes the handler so many times at once and looks at each call that it made. */
async function expectRightIds(
  count: number,
  { gather, ...options }: FunctionOptions & { gather: number },
): Promise<void> {
  await using aws = await startAwsRecorder({ gather });
  await using orders = await startFunction(file, {
    ...options,
    env: { ...options.env, ...aws.env },
  });
  const all = invocations(count);
  const replies = await Promise.all(all.map((invocation) => orders.invoke({}, invocation)));
  expect(replies).toEqual(all.map(({ requestId }) => requestId));
  expect(aws.together()).toBe(gather);
  const calls = aws.calls.filter(({ requestId }) => requestId !== 'at-start');
  for (const invocation of all) {
    const own = calls.filter(({ requestId }) => requestId === invocation.requestId);
    expect(own).toEqual(Array(callsOfOne).fill(invocation));
  }
  expect(calls).toHaveLength(count * callsOfOne);
}

describe('each AWS call bears the trace id of its own invocation', () => {
  it('one after the other', () => expectRightIds(5, { gather: 1 }));

  it(
    isVersion1
      ? 'with 50 invocations at once'
      : 'with 50 events for a Managed Instance, of which this adapter sends one at a time',
    () => expectRightIds(50, { concurrency: 50, gather: isVersion1 ? 50 : 1 }),
  );

  // Such a call opens the store before serveEvents does.
  describe('after a call at the start of the process', () => {
    const env = { CALL_AT_START: 'yes' };

    it('one after the other', () => expectRightIds(5, { gather: 1, env }));

    it('with 50 events for a Managed Instance', () =>
      expectRightIds(50, { concurrency: 50, gather: isVersion1 ? 50 : 1, env }));
  });
});
