import { randomUUID } from 'node:crypto';
import { leaseEnd } from '../../dynamodb/lease.js';
import { type ErrorCode, LwaBridgeError, NonRetriableError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import { deferral } from '../../sqs/deferral.js';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.js';
import { fileId, partId } from '../checkpoint/file-ids.js';
import type { FileItem } from '../checkpoint/file-item.js';
import { readContinuation } from '../continuation/continuation.js';
import type { CsvWorker } from '../csv-worker.js';
import { finishIfPartsAreDone } from '../parts/finish-parts.js';
import type { HeldFile } from './held-file.js';

/**
 * Takes the file, or the part of it, that a message stands for.
 *
 * @returns `undefined` where the message is done: of a file that has ended, or that a later message
 * goes on with
 * @throws RetryAfterError `ERR_CSV_DEFERRED` where it can't be taken now
 * @throws NonRetriableError what the file was rejected with
 */
export async function claimFile<Row>(
  worker: CsvWorker<Row>,
  store: CheckpointStore,
  context: ObjectContext,
  minTime: number,
): Promise<HeldFile | undefined> {
  const { hop, part } = readContinuation(context);
  const wholeId = fileId(context);
  const left = context.getRemainingTimeInMillis();
  if (left < minTime)
    throw deferral('ERR_CSV_DEFERRED', `${wholeId} is not begun with ${left} ms left`, Date.now());
  const id = part === undefined ? wholeId : partId(wholeId, part);
  if (part !== undefined && !(await isWanted(store, wholeId, id, context))) return undefined;

  const hold = { id, token: randomUUID() };
  const until = () => leaseEnd(context, worker.lease);
  const claim = { ...hold, hop, batchSize: worker.batchSize, leaseUntil: until() };
  const claimed = await store.claim(claim);
  switch (claimed.outcome) {
    case 'claimed': {
      const save: HeldFile['save'] = (checkpoint) => store.save(hold, checkpoint, until());
      return { ...hold, store, context, item: claimed.item, hop, part, wholeId, save };
    }
    case 'ended':
      return afterItsEnd(worker, store, context, { item: claimed.item, part, wholeId });
    case 'older':
      skip(context, `a later message goes on with it: ${claimed.item.hop} after ${hop}`);
      return undefined;
    case 'held':
      throw deferral('ERR_CSV_DEFERRED', `another worker holds ${hold.id}`, claimed.until);
    case 'contended':
      throw deferral(
        'ERR_CSV_DEFERRED',
        `${hold.id} changed while it was being claimed`,
        Date.now(),
      );
  }
}

// A worker may have ended between a part's end and the whole's: what is left to do is done here.
async function afterItsEnd<Row>(
  worker: CsvWorker<Row>,
  store: CheckpointStore,
  context: ObjectContext,
  { item, part, wholeId }: { item: FileItem; part: number | undefined; wholeId: string },
): Promise<undefined> {
  const { status, error: text, errorCode: code = 'ERR_NON_RETRIABLE' } = item;
  if (part !== undefined && (status === 'REJECTED' || status === 'SUPERSEDED')) {
    await store.endWhole(wholeId, { status, ...(text !== undefined && { error: { text, code } }) });
  }
  if (item.status === 'REJECTED') throw rejection(item);
  if (item.status === 'SPLIT') await finishIfPartsAreDone(worker, store, context, item);
  else if (part !== undefined && item.status === 'COMPLETED') {
    const whole = await store.partDone(wholeId, part, item.checkpoint);
    await finishIfPartsAreDone(worker, store, context, whole);
  } else skip(context, `it is ${item.status}`);
}

// A part is not wanted any more when another one has ended the whole file. The one that did says so
// each time, so that its message ends where those that fail for good do.
async function isWanted(
  store: CheckpointStore,
  wholeId: string,
  id: string,
  context: ObjectContext,
): Promise<boolean> {
  const whole = await store.read(wholeId);
  if (!whole) {
    const message = `the checkpoint ${wholeId}, of which this is a part, is not there any more`;
    throw new LwaBridgeError('ERR_CSV_STORE', message);
  }
  if (whole.status === 'READING' || whole.status === 'SPLIT') return true;
  const part = whole.status === 'REJECTED' ? await store.read(id) : undefined;
  if (part?.status === 'REJECTED') throw rejection(part);
  skip(context, `the file is ${whole.status}`);
  return false;
}

function skip({ log, object, message }: ObjectContext, reason: string): void {
  const { bucket, key, sequencer } = object;
  const fields = { messageId: message.messageId, bucket, key, sequencer, reason };
  log.info(fields, 'skipped a message of a file');
}

function rejection({ id, error, errorCode }: FileItem): NonRetriableError {
  return new NonRetriableError(`${id} was rejected: ${error ?? 'no reason is stored'}`, {
    code: (errorCode ?? 'ERR_NON_RETRIABLE') as ErrorCode,
  });
}
