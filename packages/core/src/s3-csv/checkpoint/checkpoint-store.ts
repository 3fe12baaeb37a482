import type { AwsClient } from '../../aws-client.js';
import { conditionalTable } from '../../dynamodb/conditional-table.js';
import { number, text } from '../../dynamodb/item.js';
import type { ItemUpdate } from '../../dynamodb/item-update.js';
import { dynamoDbPlace } from '../../dynamodb/place.js';
import { LwaBridgeError } from '../../errors.js';
import type { Checkpoint, PartResult } from './checkpoint.js';
import { absent, canClaim, canFinish, hasNotEnded, isHeldBy, isNewest } from './conditions.js';
import { type FileItem, partAttribute, readFileItem } from './file-item.js';
import {
  type Claim,
  claimWrite,
  type Ending,
  endOf,
  expiry,
  type Hold,
  stamp,
  state,
} from './file-write.js';

/** What came of a claim. Whatever is not `claimed` says why. */
export type ClaimOutcome =
  | { readonly outcome: 'claimed'; readonly item: FileItem }
  /** The file has ended, or has been cut into parts. */
  | { readonly outcome: 'ended'; readonly item: FileItem }
  /** A later message goes on with it. */
  | { readonly outcome: 'older'; readonly item: FileItem }
  /** Another worker has it, until then (epoch milliseconds). */
  | { readonly outcome: 'held'; readonly until: number }
  /** It was refused, but nothing speaks against it any more: it changed in between. */
  | { readonly outcome: 'contended' };

/** Options of {@link checkpointStore}. */
export interface CheckpointStoreOptions {
  readonly table: string;
  readonly client: AwsClient | undefined;
  readonly retentionDays: number;
}

/** Where checkpoints are kept: each step is one conditional write. */
export type CheckpointStore = ReturnType<typeof checkpointStore>;

/**
 * Checkpoints in a DynamoDB table, an item for each object version or part of one, fenced by the
 * token of whoever holds it.
 *
 * @throws LwaBridgeError (each step) `ERR_CSV_STORE` where it is not known whether the write was
 * applied, `ERR_LEASE_LOST` where the item is another worker's by now
 */
export function checkpointStore({ table, client, retentionDays }: CheckpointStoreOptions) {
  const kind = { key: 'file_id', name: 'the checkpoint', code: 'ERR_CSV_STORE' } as const;
  const items = conditionalTable(
    dynamoDbPlace(() => table, client),
    kind,
  );

  async function change(hold: Hold, write: Omit<ItemUpdate, 'id'>): Promise<void> {
    const { id, token } = hold;
    const set = { ...write.set, ...stamp() };
    const { applied } = await items.update({ ...write, id, set }, isHeldBy(token));
    if (!applied) throw leaseLost(id);
  }

  return {
    async claim(claim: Claim): Promise<ClaimOutcome> {
      const now = Date.now();
      const { applied, item } = await items.update(
        claimWrite(claim, now),
        canClaim(claim.hop, now),
        'ALL_NEW',
      );
      const file = item && readFileItem(item);
      if (!file) return { outcome: 'contended' };
      return applied ? { outcome: 'claimed', item: file } : refusal(file, claim.hop, now);
    },

    /** Takes a file that was cut into parts, to end it. */
    async claimFinish(claim: Omit<Claim, 'hop' | 'batchSize'>): Promise<ClaimOutcome> {
      const { id, token, leaseUntil } = claim;
      const now = Date.now();
      const set = { lease_token: text(token), lease_until: number(leaseUntil), ...stamp() };
      const { applied, item } = await items.update({ id, set }, canFinish(now), 'ALL_NEW');
      const file = item && readFileItem(item);
      if (!file) return { outcome: 'contended' };
      if (applied) return { outcome: 'claimed', item: file };
      return file.status === 'SPLIT' ? held(file, now) : { outcome: 'ended', item: file };
    },

    /** Saves how far the work has come. */
    save: (hold: Hold, checkpoint: Checkpoint, leaseUntil: number) =>
      change(hold, { set: { ...state(checkpoint), lease_until: number(leaseUntil) } }),

    /** Leaves the file to its next message. */
    advance: (hold: Hold, hop: number) =>
      change(hold, { set: { hop: number(hop) }, remove: ['lease_until'] }),

    /** Leaves the file to another delivery of the same message. */
    release: (hold: Hold, checkpoint: Checkpoint) =>
      change(hold, { set: state(checkpoint), remove: ['lease_until'] }),

    /** Leaves the file to its parts. */
    split: (hold: Hold, parts: number, checkpoint: Checkpoint) =>
      change(hold, {
        set: { status: text('SPLIT'), parts: number(parts), ...state(checkpoint) },
        remove: ['lease_until'],
      }),

    end: (hold: Hold, ending: Ending, checkpoint: Checkpoint) =>
      change(hold, {
        set: { ...endOf(ending, retentionDays), ...state(checkpoint) },
        remove: ['lease_until'],
      }),

    /** Ends a file on behalf of one of its parts. `false` where it has ended already. */
    async endWhole(id: string, ending: Ending): Promise<boolean> {
      const set = { ...endOf(ending, retentionDays), ...stamp() };
      return (await items.update({ id, set, remove: ['lease_until'] }, hasNotEnded())).applied;
    },

    /** Stores a part that is to be worked on, unless there is one with this id. */
    async addPart(id: string, checkpoint: Checkpoint, batchSize: number): Promise<void> {
      const set = {
        status: text('READING'),
        hop: number(0),
        batch_size: number(batchSize),
        ...state(checkpoint),
        ...stamp(),
      };
      await items.update({ id, set }, absent);
    },

    /** Says of a part that it is done. Gives the whole file; `undefined` where it has ended. */
    async partDone(
      id: string,
      part: number,
      { totals, rejects }: PartResult,
    ): Promise<FileItem | undefined> {
      const set = { [partAttribute(part)]: text(JSON.stringify({ totals, rejects })) };
      const { applied, item } = await items.update({ id, set }, hasNotEnded(), 'ALL_NEW');
      return applied && item ? readFileItem(item) : undefined;
    },

    async read(id: string): Promise<FileItem | undefined> {
      const item = await items.read(id);
      return item && readFileItem(item);
    },

    /** The sequencer of the newest upload that is done. */
    async newest(id: string): Promise<string | undefined> {
      return (await items.read(id))?.sequencer?.S;
    },

    /** Says of an upload that it is done, unless a newer one is. */
    async setNewest(id: string, sequencer: string): Promise<void> {
      const set = { sequencer: text(sequencer), ...expiry(retentionDays), ...stamp() };
      await items.update({ id, set }, isNewest(sequencer));
    },
  };
}

function refusal(item: FileItem, hop: number, now: number): ClaimOutcome {
  if (item.status !== 'READING') return { outcome: 'ended', item };
  if (item.hop > hop) return { outcome: 'older', item };
  return held(item, now);
}

function held({ leaseUntil = 0 }: FileItem, now: number): ClaimOutcome {
  return leaseUntil > now ? { outcome: 'held', until: leaseUntil } : { outcome: 'contended' };
}

function leaseLost(id: string): LwaBridgeError {
  const message = `${id} is another worker's by now, or has ended: what was worked on since the last checkpoint is done again`;
  return new LwaBridgeError('ERR_LEASE_LOST', message);
}
