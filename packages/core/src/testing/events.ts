import { createHash, randomBytes } from 'node:crypto';
import type { SqsEvent, SqsRecord, SqsRecordAttribute } from '../sqs/message.js';
import { messageText } from './message-text.js';
import { refuseBadObjects, refuseBadSqsEvent } from './refuse-bad-events.js';

const account = '123456789012';
const region = 'us-east-1';

/** Options of {@link sqsEvent}. */
export interface SqsEventOptions {
  /** A name that ends in `.fifo` makes FIFO records. @default 'queue' */
  queueName?: string;
  /** How often each message has been received. @default 1 */
  receiveCount?: number;
  /**
   * The message group of each message, by its body and index. On a standard queue this makes it a fair
   * one, whose messages have a group and no order.
   * @default 'group' on a FIFO queue, none on a standard one
   */
  groupId?: (body: unknown, index: number) => string;
  messageAttributes?: Record<string, SqsRecordAttribute>;
}

/**
 * An SQS event shaped like the real one. Bodies that are no strings are written as JSON; the
 * messages are called `message-1`, `message-2` and so on.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for bodies that are no list, one that JSON can't hold, and options that are
 * unknown or of another kind
 *
 * @example
 * ```ts
 * import { sqsEvent } from 'lwa-bridge/testing';
 *
 * sqsEvent([{ order: 1 }, { order: 2 }], { queueName: 'orders.fifo' });
 * ```
 */
export function sqsEvent(bodies: readonly unknown[], options: SqsEventOptions = {}): SqsEvent {
  refuseBadSqsEvent('sqsEvent', bodies, options);
  return { Records: bodies.map((body, index) => sqsRecord(body, index, options)) };
}

function sqsRecord(body: unknown, index: number, options: SqsEventOptions): SqsRecord {
  const { queueName = 'queue', receiveCount = 1, groupId } = options;
  const fifo = queueName.endsWith('.fifo');
  const text = messageText(body, index);
  const sent = String(Date.now());
  return {
    messageId: `message-${index + 1}`,
    receiptHandle: `receipt-${index + 1}`,
    body: text,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: sent,
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: sent,
      ...((fifo || groupId) && { MessageGroupId: groupId?.(body, index) ?? 'group' }),
      ...(fifo && {
        SequenceNumber: String(18_849_496_460_467_696_128n + BigInt(index)),
        MessageDeduplicationId: createHash('sha256').update(text).digest('hex'),
      }),
    },
    messageAttributes: options.messageAttributes ?? {},
    md5OfBody: createHash('md5').update(text).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${account}:${queueName}`,
    awsRegion: region,
  };
}

/** An object for {@link s3Event}. */
export interface S3EventObject {
  bucket: string;
  /** The plain key; the notification encodes it. */
  key: string;
  /** In bytes. @default 1024 */
  size?: number;
  eTag?: string;
  versionId?: string;
  sequencer?: string;
  /** @default 'ObjectCreated:Put' */
  eventName?: string;
}

/**
 * The notification of S3 for these objects, with form-encoded keys, as S3 sends it.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for objects that are no list, or one without a bucket and a key,
 * or with what is unknown
 */
export function s3Event(objects: readonly S3EventObject[]): { Records: object[] } {
  refuseBadObjects('s3Event', objects);
  return {
    Records: objects.map((object, index) => {
      const { bucket, key, size = 1024, eventName = 'ObjectCreated:Put', versionId } = object;
      const isRemoval = eventName.startsWith('ObjectRemoved');
      return {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: new Date().toISOString(),
        eventName,
        userIdentity: { principalId: 'AWS:AIDAEXAMPLE' },
        requestParameters: { sourceIPAddress: '192.0.2.1' },
        responseElements: { 'x-amz-request-id': requestId(), 'x-amz-id-2': 'example' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'uploads',
          bucket: {
            name: bucket,
            ownerIdentity: { principalId: 'A3NL1KOZZKExample' },
            arn: `arn:aws:s3:::${bucket}`,
          },
          object: {
            key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
            ...(!isRemoval && { size, eTag: object.eTag ?? md5(key) }),
            ...(versionId !== undefined && { versionId }),
            sequencer:
              object.sequencer ?? `0055AED6DCD9${(index + 1).toString(16).padStart(4, '0')}`,
          },
        },
      };
    }),
  };
}

// Of each request to S3 its own: it is what tells two changes of an object's tags apart.
function requestId(): string {
  return randomBytes(8).toString('hex').toUpperCase();
}

/**
 * An SQS event whose messages hold S3 notifications, a message for each object.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`, as {@link s3Event} and {@link sqsEvent} do
 *
 * @example
 * ```ts
 * import { s3ThroughSqsEvent } from 'lwa-bridge/testing';
 *
 * s3ThroughSqsEvent([{ bucket: 'uploads', key: 'in/my file.csv' }]);
 * ```
 */
export function s3ThroughSqsEvent(
  objects: readonly S3EventObject[],
  options: SqsEventOptions = {},
): SqsEvent {
  refuseBadObjects('s3ThroughSqsEvent', objects);
  refuseBadSqsEvent('s3ThroughSqsEvent', objects, options);
  return sqsEvent(
    objects.map((object) => s3Event([object])),
    options,
  );
}

/** The event that an EventBridge schedule sends. */
export function scheduledEvent(ruleName = 'every-five-minutes'): object {
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:events:${region}:${account}:rule/${ruleName}`],
    detail: {},
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
