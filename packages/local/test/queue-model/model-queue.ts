/** How a queue of the model behaves. */
export interface QueueRules {
  readonly fifo: boolean;
  /** In seconds. */
  readonly visibilityTimeout: number;
  /** A message that was received so often, and is visible again, goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /**
   * FIFO: gives the messages of a group that come before those in flight. By its documentation SQS
   * does not, ElasticMQ does.
   */
  readonly givesAheadOfFlight: boolean;
}

/** A message as it is sent. */
export interface SentMessage {
  readonly id: string;
  readonly body: string;
  /** FIFO queues. */
  readonly groupId?: string | undefined;
}

/** A message as it is received. */
export interface ReceivedMessage extends SentMessage {
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
  /** Another copy of it was in flight already. */
  readonly again: boolean;
}

interface StoredMessage extends SentMessage {
  /** In the order of sending. */
  readonly place: number;
  readonly sentAt: number;
  firstReceivedAt: number;
  lastReceivedAt: number;
  visibleAt: number;
  receiveCount: number;
  deleted: boolean;
}

// SQS keeps no message invisible for longer, counted from its receipt.
const longestInvisibilityMs = 12 * 3_600_000;

/**
 * An SQS queue with its dead-letter queue, as a model: no clock of its own (each call is told the
 * time, in milliseconds) and no chance: where the real queue may choose, the caller does.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
 */
export type ModelQueue = ReturnType<typeof createModelQueue>;

/** Makes an empty {@link ModelQueue}. */
export function createModelQueue(rules: QueueRules) {
  const { fifo, visibilityTimeout, maxReceiveCount, givesAheadOfFlight } = rules;
  const messages = new Map<string, StoredMessage>();

  // What is visible again after its last allowed receipt is dead: it is not handed out any more, and
  // nobody sees when exactly the queue moves it.
  const isDead = ({ receiveCount, visibleAt, deleted }: StoredMessage, now: number) =>
    !deleted && receiveCount >= maxReceiveCount && visibleAt <= now;
  const isInFlight = ({ receiveCount, visibleAt, deleted }: StoredMessage, now: number) =>
    !deleted && receiveCount > 0 && visibleAt > now;
  const live = (now: number) =>
    [...messages.values()].filter((message) => !message.deleted && !isDead(message, now));

  const take = (message: StoredMessage, now: number, seconds: number): ReceivedMessage => {
    const again = isInFlight(message, now);
    if (message.receiveCount === 0) message.firstReceivedAt = now;
    message.receiveCount += 1;
    message.lastReceivedAt = now;
    message.visibleAt = now + seconds * 1000;
    const { id, body, groupId, sentAt, firstReceivedAt, receiveCount } = message;
    const receiptHandle = handleOf(message);
    return { id, body, groupId, sentAt, firstReceivedAt, receiveCount, receiptHandle, again };
  };
  const stored = (id: string) => {
    const message = messages.get(id);
    if (!message) throw new Error(`no message ${id} was sent`);
    return message;
  };
  const find = (receiptHandle: string) =>
    stored(receiptHandle.slice(0, receiptHandle.indexOf('#')));
  const isCurrent = (receiptHandle: string, now: number) => {
    const message = find(receiptHandle);
    return receiptHandle === handleOf(message) && isInFlight(message, now);
  };

  const receivable = (now: number) => {
    const visible = live(now).filter(({ visibleAt }) => visibleAt <= now);
    if (!fifo) return visible;
    const inFlight = live(now).filter((message) => isInFlight(message, now));
    return visible.filter((message) => {
      const ofGroup = inFlight.filter(({ groupId }) => groupId === message.groupId);
      return ofGroup.every((other) => givesAheadOfFlight && other.place > message.place);
    });
  };

  return {
    /** Sends a message at this time, which may be still to come. */
    send(message: SentMessage, at: number): void {
      const times = { sentAt: at, visibleAt: at, firstReceivedAt: 0, lastReceivedAt: 0 };
      const place = messages.size;
      messages.set(message.id, { ...message, ...times, place, receiveCount: 0, deleted: false });
    },

    /**
     * What could be received now, in the order of sending. A standard queue may give any of them, a
     * FIFO queue of each group the first ones; none while another of the group is in flight.
     */
    receivable: (now: number): readonly SentMessage[] => receivable(now),

    /** Receives these messages. Refuses what the queue would not have given. */
    receive(ids: readonly string[], now: number, seconds = visibilityTimeout): ReceivedMessage[] {
      const rest = receivable(now);
      const taken = ids.map((id) => {
        const index = rest.findIndex((message) => message.id === id);
        const message = rest[index];
        if (!message) throw new Error(`message ${id} is not visible`);
        const first = rest.find(({ groupId }) => groupId === message.groupId);
        if (fifo && first !== message) throw new Error(`message ${id} is not first of its group`);
        rest.splice(index, 1);
        return message;
      });
      return taken.map((message) => take(message, now, seconds));
    },

    /** Whether a standard queue could hand this message out once more while it is in flight. */
    isReceivableTwice(id: string, now: number): boolean {
      const message = stored(id);
      return !fifo && isInFlight(message, now) && message.receiveCount < maxReceiveCount;
    },

    /** Hands out a message that is in flight already: delivery is at least once. */
    receiveTwice(id: string, now: number): ReceivedMessage {
      if (!this.isReceivableTwice(id, now)) throw new Error(`message ${id} is given but once`);
      return take(stored(id), now, visibilityTimeout);
    },

    /** Whether a receipt handle is that of the last receipt, and its visibility timeout is not over. */
    isCurrent,

    /**
     * Deletes a message; tells whether it did. On a standard queue each copy's receipt handle will do,
     * on a FIFO queue only that of the last receipt, and only until its visibility timeout is over.
     */
    delete(receiptHandle: string, now: number): boolean {
      const message = find(receiptHandle);
      if (message.deleted || isDead(message, now)) return false;
      if (fifo && !isCurrent(receiptHandle, now)) return false;
      message.deleted = true;
      return true;
    },

    /** Sets for how long a message in flight stays invisible from now on; tells whether it did. */
    changeVisibility(receiptHandle: string, seconds: number, now: number): boolean {
      const message = find(receiptHandle);
      if (!isCurrent(receiptHandle, now)) return false;
      const visibleAt = now + seconds * 1000;
      if (visibleAt > message.lastReceivedAt + longestInvisibilityMs) return false;
      message.visibleAt = visibleAt;
      return true;
    },

    /** What is neither deleted nor dead. */
    live: (now: number): readonly SentMessage[] => live(now),

    /** What is in the dead-letter queue, with how often it was received before. */
    deadLetters: (now: number): readonly { id: string; receiveCount: number }[] =>
      [...messages.values()].filter((message) => isDead(message, now)),

    /** When the next message becomes visible; `undefined` where none will by itself. */
    nextVisibleAt(now: number): number | undefined {
      const times = live(now).map(({ visibleAt }) => visibleAt);
      const next = Math.min(...times.filter((visibleAt) => visibleAt > now));
      return next === Number.POSITIVE_INFINITY ? undefined : next;
    },
  };
}

function handleOf({ id, receiveCount }: { id: string; receiveCount: number }): string {
  return `${id}#${receiveCount}`;
}
