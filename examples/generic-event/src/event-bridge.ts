/** What all events of EventBridge have. `Type` is what they are told apart by. */
export interface EventBridgeEvent<Type extends string = string, Detail = unknown> {
  readonly id: string;
  readonly 'detail-type': Type;
  readonly source: string;
  /** When it happened, in ISO 8601. A retry brings the same time. */
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Detail;
}

/** What a schedule sends. */
export type ScheduledEvent = EventBridgeEvent<'Scheduled Event'>;

/** What CloudWatch sends when an alarm goes off, or is over. */
export type AlarmEvent = EventBridgeEvent<
  'CloudWatch Alarm State Change',
  {
    readonly alarmName: string;
    readonly state: {
      readonly value: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
      readonly reason?: string;
    };
  }
>;

/** The events of EventBridge that this handler knows. The compiler tells them apart by `detail-type`. */
export type KnownEvent = ScheduledEvent | AlarmEvent;

/** Whether an event came from EventBridge; of which kind is to be seen by its `detail-type`. */
export function isEventBridgeEvent(event: object): event is KnownEvent {
  return 'detail-type' in event && 'source' in event && 'time' in event && 'detail' in event;
}
