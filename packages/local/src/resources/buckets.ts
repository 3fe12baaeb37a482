import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { entriesOf } from '../entries-of.js';
import type { OnLocalEvent } from '../local-event.js';
import type { BucketNotification } from '../notifications/bucket-notification.js';

/** An S3 bucket. */
export interface BucketDefinition {
  /** Which changes of its objects are sent to which queues. */
  notifications?: readonly BucketNotification[];
}

/** Creates buckets. One that is there already, and ours, is left as it is. */
export async function createBuckets(
  client: S3Client,
  definitions: Readonly<Record<string, BucketDefinition>> | undefined,
  onEvent: OnLocalEvent,
): Promise<void> {
  for (const [bucket] of entriesOf(definitions)) {
    try {
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
    } catch (error) {
      if ((error as Error).name !== 'BucketAlreadyOwnedByYou') throw error;
    }
    onEvent({ type: 'bucket-ready', bucket });
  }
}
