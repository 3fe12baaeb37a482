import type { JobRow } from '../store/job-row.js';

/**
 * Where inputs and results are kept that are too large for a row. What is put there is never
 * overwritten: each key is used once, and the row says which one counts.
 */
export interface LargeValues {
  /** Whether there is a place to put them. */
  readonly isGiven: boolean;
  /**
   * Keeps a JSON text.
   * @returns where it is, for the row
   * @throws LwaBridgeError `ERR_JOB_STORE`, `ERR_MISSING_PEER`
   */
  put(key: string, text: string): Promise<string>;
  /** @throws LwaBridgeError `ERR_JOB_STORE`, `ERR_MISSING_PEER` */
  get(location: string): Promise<string>;
}

/** JSON text in a row, or where it is kept outside. */
export type StoredValue = { readonly text: string } | { readonly location: string };

/** The key of one value of a job. The token differs from write to write. */
export function valueKey(jobId: string, token: string): string {
  return `${jobId}/${token}`;
}

/** The row with its input and result, wherever they are kept. */
export async function withLargeValues(values: LargeValues, row: JobRow): Promise<JobRow> {
  const { inputLocation, resultLocation } = row;
  if (inputLocation === undefined && resultLocation === undefined) return row;
  const [input = row.input, result = row.result] = await Promise.all([
    inputLocation === undefined ? undefined : values.get(inputLocation),
    resultLocation === undefined ? undefined : values.get(resultLocation),
  ]);
  return { ...row, input, result };
}

/** A place in this process's memory, for tests. */
export function memoryValues(): LargeValues {
  const texts = new Map<string, string>();
  return {
    isGiven: true,
    async put(key, text) {
      const location = `memory://${key}`;
      texts.set(location, text);
      return location;
    },
    async get(location) {
      const text = texts.get(location);
      if (text === undefined) throw new Error(`there is nothing at ${location}`);
      return text;
    },
  };
}
