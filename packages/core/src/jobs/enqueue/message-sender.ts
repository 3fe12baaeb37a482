/** A message about a job, on its way to the queue. */
export interface JobMessage {
  /** Tells it from the others of one `send`; letters and digits. */
  readonly key: string;
  readonly jobId: string;
  /** 0 to 900. */
  readonly delaySeconds: number;
}

/** Sends messages about jobs. */
export interface MessageSender {
  /** The queue's URL, for messages. Throws `ERR_MISSING_ENV` where nothing names it. */
  readonly queue: string;
  /**
   * Sends up to 10 messages.
   * @returns by key, why a message was not sent, or is not known to be
   */
  send(messages: readonly JobMessage[]): Promise<ReadonlyMap<string, Error>>;
  /**
   * What the queue holds, as far as it knows.
   * @throws LwaBridgeError `ERR_JOB_QUEUE`, `ERR_MISSING_ENV`, `ERR_SETTINGS`, `ERR_MISSING_PEER`
   */
  state(): Promise<QueueState>;
}

/** What a queue holds. */
export interface QueueState {
  /** Visible, in flight and delayed; of SQS a count that may be a minute old. */
  readonly messages: number;
  /** How long a message stays in the queue, in milliseconds. */
  readonly retention: number;
}
