import { describe, expect, it } from 'vitest';
import { startWholeContext } from './whole-context.js';

describe('the remaining time', () => {
  const timeoutMs = 20_000;

  it('is what is left of the timeout, and gets less', async () => {
    await using orders = await startWholeContext({ timeoutMs });
    const pauseMs = 300;
    const started = performance.now();
    const { left } = await orders.invoke({}, { pauseMs });
    const took = performance.now() - started;
    expect(left[0]).toBeLessThanOrEqual(timeoutMs);
    expect(left[0]).toBeGreaterThan(timeoutMs - (took - pauseMs) - 10);
    // A timer may fire a millisecond early, and both clocks are read in whole milliseconds.
    expect(left[0] - left[1]).toBeGreaterThanOrEqual(pauseMs - 2);
    expect(left[0] - left[1]).toBeLessThanOrEqual(took);
  });

  it("is of this invocation's own deadline", async () => {
    await using orders = await startWholeContext({ timeoutMs });
    const [long, short] = await Promise.all([
      orders.invoke({ timeoutMs: 15_000 }),
      orders.invoke({ timeoutMs: 5000 }),
    ]);
    expect(long.left[0]).toBeGreaterThan(10_000);
    expect(long.left[0]).toBeLessThanOrEqual(15_000);
    expect(short.left[0]).toBeGreaterThan(0);
    expect(short.left[0]).toBeLessThanOrEqual(5000);
  });
});
