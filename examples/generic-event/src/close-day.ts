import type { EventContext } from 'lwa-bridge';
import type { ScheduledEvent } from './event-bridge.js';

/**
 * What is done each night, for the day before.
 *
 * Which day that is, the event says and not the clock: a retry after midnight is for the same day,
 * and so is an event that is sent by hand for a night that was missed.
 *
 * @throws RangeError where the event's time is none
 */
export function closeDay(
  { time, resources }: ScheduledEvent,
  { log }: EventContext,
): { day: string } {
  const day = new Date(Date.parse(time) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  log.info({ day, rule: resources[0] }, 'day closed');
  return { day };
}
