import type { EventContext } from 'lwa-bridge';
import type { AlarmEvent } from './event-bridge.js';

/** Writes down that an alarm has gone off, or is over, in the log that everything else is in. */
export function reportAlarm({ detail }: AlarmEvent, { log }: EventContext): { alarm: string } {
  const { alarmName: alarm, state } = detail;
  const fields = { alarm, state: state.value, reason: state.reason };
  if (state.value === 'ALARM') log.error(fields, 'alarm');
  else log.info(fields, 'no alarm any more');
  return { alarm };
}
