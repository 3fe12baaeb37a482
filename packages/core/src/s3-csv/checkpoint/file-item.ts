import { type Item, readNumber } from '../../dynamodb/item.js';
import { type Checkpoint, noCheckpoint, type PartResult } from './checkpoint.js';

/**
 * - `READING`: it is being worked on, or waits for its next message.
 * - `SPLIT`: it has been cut into parts, which are being worked on.
 * - `COMPLETED`: all rows have been worked on.
 * - `REJECTED`: it failed for good; what had been worked on stays.
 * - `SUPERSEDED`: another object took its place.
 */
export type FileStatus = 'READING' | 'SPLIT' | EndStatus;

/** How the work on a file ends. */
export type EndStatus = 'COMPLETED' | 'REJECTED' | 'SUPERSEDED';

/** The state of one object version, or of one part of it. */
export interface FileItem {
  readonly id: string;
  readonly status: FileStatus;
  /** The number of the message that is to go on with it; 0 is the notification. */
  readonly hop: number;
  /** Stays what it was when the file was begun, so that batches do, too. */
  readonly batchSize: number;
  readonly checkpoint: Checkpoint;
  /** Epoch milliseconds; `undefined` where nobody holds it. */
  readonly leaseUntil: number | undefined;
  readonly error: string | undefined;
  readonly errorCode: string | undefined;
  /** How many parts it was cut into; `undefined` while that is not known. */
  readonly parts: number | undefined;
  /** What came of those that are done, by their number. */
  readonly partsDone: ReadonlyMap<number, PartResult>;
}

/** Reads an item of a file. Attributes that it does not know are left alone. */
export function readFileItem(item: Item): FileItem {
  return {
    id: item.file_id?.S ?? '',
    status: item.status?.S as FileStatus,
    hop: readNumber(item.hop) ?? 0,
    batchSize: readNumber(item.batch_size) ?? 1,
    checkpoint: item.checkpoint?.S === undefined ? noCheckpoint : JSON.parse(item.checkpoint.S),
    leaseUntil: readNumber(item.lease_until),
    error: item.error?.S,
    errorCode: item.error_code?.S,
    parts: readNumber(item.parts),
    partsDone: readParts(item),
  };
}

/** The attribute that says of a part that it is done: an attribute each, so that none is overwritten. */
export function partAttribute(part: number): string {
  return `part_${part}`;
}

function readParts(item: Item): ReadonlyMap<number, PartResult> {
  const parts = Object.entries(item).flatMap(([name, value]): [number, PartResult][] => {
    const [, part] = /^part_(\d+)$/.exec(name) ?? [];
    return part === undefined ? [] : [[Number(part), JSON.parse(value.S ?? '{}')]];
  });
  return new Map(parts.sort(([a], [b]) => a - b));
}
