import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { entriesOf } from '../entries-of.js';
import type { OnLocalEvent } from '../local-event.js';
import type { BucketDefinition } from '../resources/buckets.js';
import type { Queue } from '../resources/queues.js';
import type { ObjectChange } from '../services/object-changes.js';
import type { Services } from '../services/services.js';
import { type BucketNotification, wants } from './bucket-notification.js';
import { configureNotifications } from './configure-notifications.js';
import { s3Event, s3TestEvent } from './s3-event.js';
import { sequencers } from './sequencers.js';

/** What notifications go between. */
export interface NotificationSurroundings {
  /** The queues that they name. */
  queues: Readonly<Record<string, Queue>>;
  services: Pick<Services, 'clients' | 'embedded' | 'region' | 'onObjectChange'>;
  onEvent?: OnLocalEvent | undefined;
}

/** Notifications that are being sent. */
export interface Notifications {
  /** Stops, and waits for those on their way. */
  close(): Promise<void>;
}

/**
 * Has the changes of objects sent to queues, as S3 event notifications. The embedded S3 sends none, so
 * it is done here; a given endpoint is told to do it by itself.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` where a given S3 cannot reach the queues, or refuses.
 */
export async function startNotifications(
  buckets: Readonly<Record<string, BucketDefinition>> | undefined,
  { queues, services, onEvent }: NotificationSurroundings,
): Promise<Notifications> {
  const { clients, embedded, region } = services;
  const configured = new Map<string, readonly BucketNotification[]>();
  for (const [bucket, { notifications = [] }] of entriesOf(buckets)) {
    if (notifications.length > 0) configured.set(bucket, notifications);
  }
  if (!embedded.has('s3')) {
    for (const [bucket, notifications] of configured) {
      await configureNotifications(bucket, notifications, { queues, services });
    }
    return { close: async () => {} };
  }

  const nextSequencer = sequencers();
  const sending = new Set<Promise<void>>();
  let closed = false;

  const send = async (queue: string, body: object): Promise<void> => {
    const QueueUrl = queues[queue]?.url;
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
  };
  const notify = async (queue: string, change: ObjectChange, body: object): Promise<void> => {
    const told = { bucket: change.bucket, key: change.key, eventName: change.eventName, queue };
    try {
      await send(queue, body);
      onEvent?.({ type: 'notification-sent', ...told });
    } catch (error) {
      onEvent?.({ type: 'notification-failed', ...told, error });
    }
  };

  for (const [bucket, notifications] of configured) {
    const names = new Set(notifications.map(({ queue }) => queue));
    for (const queue of names) await send(queue, s3TestEvent(bucket));
  }
  services.onObjectChange((change) => {
    if (closed) return;
    const sequencer = nextSequencer();
    for (const [index, notification] of (configured.get(change.bucket) ?? []).entries()) {
      if (!wants(notification, change.eventName, change.key)) continue;
      const configurationId = `${change.bucket}-${index}`;
      const body = s3Event(change, { region, configurationId, sequencer });
      const sent = notify(notification.queue, change, body).finally(() => sending.delete(sent));
      sending.add(sent);
    }
  });

  return {
    async close() {
      closed = true;
      await Promise.all(sending);
    },
  };
}
