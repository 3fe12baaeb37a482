/** What has been started and has to be closed, the last one first. */
export interface CloseStack {
  add(close: () => unknown): void;
  /**
   * Closes everything, also after one of them failed; calling it again waits for the first call.
   *
   * @throws the first error, or an `AggregateError` of several.
   */
  close(): Promise<void>;
}

/** Makes an empty {@link CloseStack}. */
export function closeStack(): CloseStack {
  const closers: (() => unknown)[] = [];
  let closed: Promise<void> | undefined;

  const closeAll = async () => {
    const errors: unknown[] = [];
    for (let close = closers.pop(); close; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, 'several parts did not close');
  };

  return {
    add: (close) => void closers.push(close),
    close: () => {
      closed ??= closeAll();
      return closed;
    },
  };
}
