import { NonRetriableError } from '../../errors.js';
import { maxItemBytes } from '../store/item-size.js';
import { type LargeValues, type StoredValue, valueKey } from './large-values.js';

/** A value on its way into a job's row. */
export interface NewValue {
  readonly jobId: string;
  /** Differs from write to write. */
  readonly token: string;
  /** JSON. */
  readonly text: string;
  /** What the row would have with it, in bytes. */
  readonly itemBytes: number;
  /** What it is, for messages. */
  readonly what: string;
}

/**
 * Decides where a value is kept, and puts it there if that is not the row.
 *
 * @throws NonRetriableError `ERR_JOB_TOO_LARGE` where the row cannot hold it and there is no other
 * place; nothing is written
 * @throws LwaBridgeError `ERR_JOB_STORE`
 */
export async function storeValue(
  values: LargeValues,
  { jobId, token, text, itemBytes, what }: NewValue,
): Promise<StoredValue> {
  if (itemBytes <= maxItemBytes) return { text };
  if (values.isGiven) return { location: await values.put(valueKey(jobId, token), text) };
  throw new NonRetriableError(
    `${what} is too large: its row would have ${itemBytes} bytes, and DynamoDB stores at most ${maxItemBytes} in one item; give createJobQueue a bucket, or keep it in S3 yourself and pass its key`,
    { code: 'ERR_JOB_TOO_LARGE' },
  );
}
