import type { Place, Value } from '../template/value.js';

/**
 * What invokes a function:
 * - `queue`: an event source mapping of SQS
 * - `stream`: one of Kinesis or DynamoDB
 * - `asynchronous`: Lambda takes the event, and tries it three times (S3, SNS, EventBridge)
 * - `schedule`: the same on a schedule, whose next run comes anyway
 * - `http`: API Gateway, a function URL, a load balancer
 * - `other`: any other event source
 */
export type SourceKind = 'queue' | 'stream' | 'asynchronous' | 'schedule' | 'http' | 'other';

/** One event source of a function. */
export interface EventSource {
  readonly kind: SourceKind;
  /** Its name in the template: `Function.Events.Name`, or the resource's. */
  readonly id: string;
  readonly at: Place;
  /** S3, SNS ... for a person. */
  readonly service: string;
  /** Its properties: those of an event of SAM and of an event source mapping have the same names. */
  readonly settings: Value | undefined;
  /** The queue, stream, topic or bucket. */
  readonly from: Value | undefined;
}
