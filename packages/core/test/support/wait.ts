/** Resolves after so many milliseconds. */
export const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Never settles. */
export const never = (): Promise<never> => new Promise(() => {});

/** A promise, and what settles it. */
export function deferred<Value = void>() {
  let resolve: (value: Value) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<Value>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

/** How long the work took, in milliseconds, and what became of it. */
export async function timed<Value>(work: Promise<Value>): Promise<{ ms: number; value: Value }> {
  const started = performance.now();
  const value = await work;
  return { value, ms: performance.now() - started };
}
