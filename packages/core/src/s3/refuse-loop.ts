import { bucketName } from './bucket-name.js';
import { refuse } from './refuse.js';

/** Where a handler writes: at least a bucket or a prefix. */
export type ObjectOutput = OutputOfBucket | OutputOfPrefix;

interface OutputOfBucket {
  /** Its name or ARN. An access point counts as any bucket: name the one behind it. */
  bucket: string;
  /** What all keys written begin with. @default '' */
  prefix?: string;
  /** What all keys written end with. @default '' */
  suffix?: string;
}

interface OutputOfPrefix {
  /** @default the input's bucket */
  bucket?: string;
  prefix: string;
  suffix?: string;
}

/** The keys of one bucket, or of any, that begin and end in a certain way. */
export interface KeyRange {
  readonly bucket: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * Refuses an output of which some key would be worked on again. That is so exactly where one prefix
 * begins with the other and one suffix ends with the other: their longer ones make up such a key.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseLoop(input: KeyRange, output: ObjectOutput): void {
  const written: KeyRange = {
    bucket: output.bucket === undefined ? input.bucket : bucketName(output.bucket),
    prefix: output.prefix ?? '',
    suffix: output.suffix ?? '',
  };
  const share =
    isSame(input.bucket, written.bucket) &&
    (input.prefix.startsWith(written.prefix) || written.prefix.startsWith(input.prefix)) &&
    (input.suffix.endsWith(written.suffix) || written.suffix.endsWith(input.suffix));
  if (!share) return;
  refuse(
    `an object written to ${describe(written, output.bucket)} can be one of the input, ` +
      `${describe(input)}, so the handler would trigger itself for ever: ${advice(input, output)}`,
  );
}

// A bucket that is not known can be any.
function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function advice(input: KeyRange, { bucket }: ObjectOutput): string {
  if (bucket !== undefined && bucketName(bucket) === undefined) {
    return `"${bucket}" names no bucket, so it could lead to any: name the one behind it`;
  }
  return input.bucket === undefined
    ? 'name the bucket of the input, or write under another prefix'
    : 'write to another bucket or prefix, or name the output more closely';
}

function describe({ bucket, prefix, suffix }: KeyRange, given = 'any bucket'): string {
  return `${bucket ?? given}/${prefix}*${suffix}`;
}
