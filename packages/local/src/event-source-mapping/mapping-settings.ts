import { LwaBridgeError } from 'lwa-bridge';

/** How a queue is mapped to a function: the settings of AWS, by their names. */
export interface EventSourceSettings {
  /** The most messages in one event: 1 to 10,000, on FIFO queues to 10. @default 10 */
  batchSize?: number | undefined;
  /**
   * How long to wait for a full batch, in seconds, 0 to 300. At least 1 for a batch size above 10, and
   * 0 on FIFO queues.
   * @default 0
   */
  maximumBatchingWindow?: number | undefined;
  /**
   * `FunctionResponseTypes: [ReportBatchItemFailures]`: only the messages that the reply lists come
   * back. Without it the reply is ignored, and every message of a partly failed batch is lost.
   * @default false
   */
  reportBatchItemFailures?: boolean | undefined;
  /** How many batches may be on their way at once. @default 1 */
  maximumConcurrency?: number | undefined;
}

/** The settings with every default filled in. */
export type FullEventSourceSettings = {
  readonly [Setting in keyof EventSourceSettings]-?: NonNullable<EventSourceSettings[Setting]>;
};

/**
 * Fills in the defaults.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for what AWS refuses.
 */
export function readEventSourceSettings(
  queue: { readonly name: string },
  settings: EventSourceSettings,
): FullEventSourceSettings {
  const { batchSize = 10, maximumBatchingWindow = 0, maximumConcurrency = 1 } = settings;
  const { reportBatchItemFailures = false } = settings;
  const fifo = queue.name.endsWith('.fifo');

  const check = (ok: boolean, rule: string) => {
    if (ok) return;
    throw new LwaBridgeError('ERR_SETTINGS', `event source mapping of "${queue.name}": ${rule}`);
  };
  const between = (name: string, value: number, least: number, most: number) => {
    const ok = Number.isInteger(value) && value >= least && value <= most;
    check(ok, `${name} is a whole number from ${least} to ${most}, got ${value}`);
  };
  between('batchSize', batchSize, 1, fifo ? 10 : 10_000);
  between('maximumBatchingWindow', maximumBatchingWindow, 0, fifo ? 0 : 300);
  between('maximumConcurrency', maximumConcurrency, 1, 1000);
  check(
    batchSize <= 10 || maximumBatchingWindow >= 1,
    `a batchSize of ${batchSize} needs a maximumBatchingWindow of at least 1 second`,
  );
  return { batchSize, maximumBatchingWindow, maximumConcurrency, reportBatchItemFailures };
}
