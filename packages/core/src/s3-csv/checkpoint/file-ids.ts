import type { ObjectContext } from '../../s3/s3-object.js';

// Two functions may read the same object and share a table: each has items of its own.

/** The id of the item of an object version. */
export function fileId({ functionName, object }: ObjectContext): string {
  return `file/${functionName}/${object.id}`;
}

/** The id of the item of one of its parts. */
export function partId(file: string, part: number): string {
  return `${file}/part-${part}`;
}

/** The id of the item that says which upload of a key is the newest that is done. */
export function newestId({ functionName, object }: ObjectContext): string {
  return `newest/${functionName}/${object.bucket}/${object.key}`;
}

/** A sequencer as it is stored: texts of one length are ordered as the sequencers are. */
export function sortable(sequencer: string): string {
  return sequencer.toUpperCase().padEnd(64, '0');
}
