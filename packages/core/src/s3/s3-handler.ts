import { NonRetriableError } from '../errors.js';
import { refuseGenerator } from '../refuse-generator.js';
import { refuseNoFunction } from '../refuse-no-function.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import type { MessageContext } from '../sqs/message.js';
import { type SqsHandlerOptions, type SqsLambdaHandler, sqsHandler } from '../sqs/sqs-handler.js';
import { failureOfMessage, type PartFailure } from './message-failure.js';
import { type ObjectFilterOptions, objectFilter } from './object-filter.js';
import { s3OptionNames } from './option-names.js';
import type { ObjectContext, S3Object } from './s3-object.js';
import { type MalformedNotification, unwrapNotification } from './unwrap-notification.js';

/** Options of {@link s3Handler}: those of `sqsHandler`, and which objects to work on. */
export interface S3HandlerOptions
  extends Omit<SqsHandlerOptions, 'schema' | 'body'>,
    ObjectFilterOptions {}

/** Works on one object. Resolving acknowledges it, throwing reports its message failed. */
export type ProcessObject = (object: S3Object, context: ObjectContext) => unknown;

/**
 * Turns a function of one S3 object into an event handler for S3 notifications that come through
 * SQS: straight from S3, by way of SNS, or by way of EventBridge.
 *
 * One object's failure fails its own message only. Several objects in one message are worked on one
 * after the other, each of them, and one that failed brings all of them back. What can't be read,
 * and what is of another bucket than `bucket`, fails its message as a `NonRetriableError`
 * (`ERR_MALFORMED_BODY`, `ERR_MALFORMED_NOTIFICATION`, `ERR_OTHER_BUCKET`), after the objects beside
 * it have been worked on. Test events, folder markers, and what `events`, `prefix` and `suffix`
 * exclude are logged with the reason and acknowledged.
 *
 * Notifications come at least once, in any order, and two of one key at the same time: `object.id`
 * is the key by which to recognise a duplicate, `compareSequencers` tells the newer of two.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` when `output` shares a key with the input, and for an event
 * or a bucket that cannot be.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 *
 * @example
 * ```ts
 * import { isMain, s3Handler, serveEvents } from 'lwa-bridge';
 *
 * export const handler = s3Handler(
 *   async (object, { log }) => log.info({ key: object.key, size: object.size }, 'uploaded'),
 *   { bucket: 'uploads', prefix: 'incoming/', output: { prefix: 'done/' } },
 * );
 *
 * if (isMain(import.meta)) serveEvents(handler);
 * ```
 */
export function s3Handler(
  processObject: ProcessObject,
  options: S3HandlerOptions = {},
): SqsLambdaHandler {
  refuseNoFunction('s3Handler', processObject);
  refuseUnknownOptions('s3Handler', options, s3OptionNames);
  const { events, bucket, otherBuckets, prefix, suffix, output, ...sqsOptions } = options;
  const select = objectSelection(options);
  return sqsHandler<unknown>(async (body, context) => {
    const { objects, skipped, malformed } = unwrapNotification(body);
    for (const part of skipped) logSkipped(part, context);
    const { wanted, misdirected } = select(objects, context);
    const failures = [
      ...(await processObjects(wanted, processObject, context)),
      ...misdirected.map((object) => ({ error: toOtherBucketError(object) })),
      ...malformed.map((part) => ({ error: toMalformedError(part) })),
    ];
    if (failures.length > 0) throw failureOfMessage(failures, context);
  }, sqsOptions);
}

/** Tells the objects to work on from those of another bucket, and logs why others are neither. */
function objectSelection(options: ObjectFilterOptions) {
  const filter = objectFilter(options);
  const { otherBuckets = 'fail' } = options;
  return (objects: readonly S3Object[], context: MessageContext) => {
    const wanted: S3Object[] = [];
    const misdirected: S3Object[] = [];
    for (const object of objects) {
      const reason = filter(object);
      const { bucket, key, eventName } = object;
      if (!reason) wanted.push(object);
      else if (reason === 'bucket' && otherBuckets === 'fail') misdirected.push(object);
      else logSkipped({ reason, bucket, key, eventName }, context);
    }
    return { wanted, misdirected };
  };
}

function logSkipped(part: object, { log, message: { messageId } }: MessageContext): void {
  log.info({ messageId, ...part }, 'skipped a notification');
}

// One after the other: S3 puts events of one key into one message in their order.
async function processObjects(
  objects: readonly S3Object[],
  processObject: ProcessObject,
  context: MessageContext,
): Promise<PartFailure[]> {
  const failures: PartFailure[] = [];
  for (const object of objects) {
    // What has failed before is told all the same.
    if (context.signal.aborted) return [...failures, { error: context.signal.reason }];
    try {
      const working = processObject(object, { ...context, object });
      refuseGenerator(working);
      await working;
    } catch (error) {
      failures.push({ error, object });
    }
  }
  return failures;
}

function toOtherBucketError({ bucket, key, eventName }: S3Object): NonRetriableError {
  const what = `${eventName} of ${key} is in ${bucket}, not the bucket of this handler`;
  const todo =
    "correct the queue's notifications or the option `bucket`; `otherBuckets: 'skip'` acknowledges such messages";
  return new NonRetriableError(`${what}: ${todo}`, { code: 'ERR_OTHER_BUCKET' });
}

function toMalformedError({ level, message, cause }: MalformedNotification): NonRetriableError {
  return new NonRetriableError(`malformed notification (${level}): ${message}`, {
    code: 'ERR_MALFORMED_NOTIFICATION',
    ...(cause !== undefined && { cause }),
  });
}
