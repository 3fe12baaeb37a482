import { isNonRetriableError, NonRetriableError } from '../errors.js';
import { refuseGenerator } from '../refuse-generator.js';
import { refuseNoFunction } from '../refuse-no-function.js';
import type { MessageContext } from '../sqs/message.js';
import { type SqsEventHandler, type SqsHandlerOptions, sqsHandler } from '../sqs/sqs-handler.js';
import { type ObjectFilter, type ObjectFilterOptions, objectFilter } from './object-filter.js';
import type { ObjectContext, S3Object } from './s3-object.js';
import {
  type MalformedNotification,
  type S3Notification,
  unwrapNotification,
} from './unwrap-notification.js';

/** Options of {@link s3Handler}: those of `sqsHandler`, and which objects to work on. */
export interface S3HandlerOptions extends Omit<SqsHandlerOptions, 'schema'>, ObjectFilterOptions {}

/** Works on one object. Resolving acknowledges it, throwing reports its message failed. */
export type ProcessObject = (object: S3Object, context: ObjectContext) => unknown;

/**
 * Turns a function of one S3 object into an event handler for S3 notifications that come through
 * SQS: straight from S3, by way of SNS, or by way of EventBridge.
 *
 * One object's failure fails its own message only. Several objects in one message are worked on one
 * after the other. A malformed notification fails its message as a `NonRetriableError`
 * (`ERR_MALFORMED_NOTIFICATION`), after the readable objects beside it have been worked on.
 * Test events, folder markers, and what the options exclude are logged with the reason and
 * acknowledged.
 *
 * Notifications come at least once and in any order: `object.id` is the key by which to
 * recognise a duplicate, `compareSequencers` tells the newer of two.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` when `output` lies inside `bucket` and `prefix`.
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
): SqsEventHandler {
  refuseNoFunction('s3Handler', processObject);
  const { events, bucket, prefix, output, ...sqsOptions } = options;
  const filter = objectFilter(options);
  return sqsHandler<unknown>(async (body, context) => {
    const notification = unwrapNotification(body);
    const failures = [
      ...(await processObjects(
        selectObjects(notification, filter, context),
        processObject,
        context,
      )),
      ...notification.malformed.map(toError),
    ];
    if (failures.length > 0) throw failureOfMessage(failures, context);
  }, sqsOptions);
}

function selectObjects(
  { objects, skipped }: S3Notification,
  filter: ObjectFilter,
  { log, message: { messageId } }: MessageContext,
): S3Object[] {
  for (const part of skipped) log.info({ messageId, ...part }, 'skipped a notification');
  return objects.filter((object) => {
    const reason = filter(object);
    if (!reason) return true;
    const { bucket, key, eventName } = object;
    log.info({ messageId, reason, bucket, key, eventName }, 'skipped a notification');
    return false;
  });
}

// One after the other: S3 puts events of one key into one message in their order.
async function processObjects(
  objects: readonly S3Object[],
  processObject: ProcessObject,
  context: MessageContext,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const object of objects) {
    context.signal.throwIfAborted();
    try {
      const working = processObject(object, { ...context, object });
      refuseGenerator(working);
      await working;
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

function toError({ level, message, cause }: MalformedNotification): NonRetriableError {
  return new NonRetriableError(`malformed notification (${level}): ${message}`, {
    code: 'ERR_MALFORMED_NOTIFICATION',
    ...(cause !== undefined && { cause }),
  });
}

// A message has one outcome. While any part of it can be helped by a retry, the message can.
function failureOfMessage(failures: readonly unknown[], context: MessageContext): unknown {
  const chosen = failures.find((failure) => !isNonRetriableError(failure)) ?? failures[0];
  for (const error of failures) {
    if (error === chosen) continue;
    const { messageId } = context.message;
    context.log.error({ messageId, err: error }, 'another part of the same message failed too');
  }
  return chosen;
}
