import type { ObjectContext } from '../../s3/s3-object.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.js';
import type { FileItem } from '../checkpoint/file-item.js';
import type { Hold } from '../checkpoint/file-write.js';

/** A file, or a part of one, that this worker holds. */
export interface HeldFile extends Hold {
  readonly store: CheckpointStore;
  readonly context: ObjectContext;
  readonly item: FileItem;
  /** The message that it is held for. */
  readonly hop: number;
  readonly part: number | undefined;
  /** The id of the whole file's item. */
  readonly wholeId: string;
  /** Saves how far the work has come, and renews the lease. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
}
