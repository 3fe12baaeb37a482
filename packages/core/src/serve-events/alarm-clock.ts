/** Calls `ring` once, in so many milliseconds; the function that it returns takes this back. */
export type SetAlarm = (milliseconds: number, ring: () => void) => () => void;

interface Alarm {
  /** Its index among those that are set; -1 once it is not. */
  place: number;
  /** On the clock of `performance.now()`. */
  readonly at: number;
  readonly ring: () => void;
}

// The longest time that setTimeout takes.
const longest = 2 ** 31 - 1;

/**
 * Any number of alarms on one timer, set to the earliest. A timer of its own for each invocation, nearly
 * all of them stopped before they go off, cost 3 % of an event. This one may go off when its alarm has
 * been taken back: then it rings for nobody, and is set to the next.
 */
export function alarmClock(): SetAlarm {
  // In any order, each knowing its place: a Set takes twice the time.
  const alarms: Alarm[] = [];
  let setTo = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const setTimer = (at: number) => {
    if (at >= setTo) return;
    clearTimeout(timer);
    setTo = at;
    timer = setTimeout(ringDue, Math.min(Math.max(at - performance.now(), 1), longest));
    // The server keeps the process alive, not an alarm that nobody waits for.
    timer.unref();
  };
  const takeBack = (alarm: Alarm): boolean => {
    const { place } = alarm;
    if (place < 0) return false;
    alarm.place = -1;
    const last = alarms.pop();
    if (last && last !== alarm) {
      alarms[place] = last;
      last.place = place;
    }
    return true;
  };
  const ringDue = () => {
    setTo = Number.POSITIVE_INFINITY;
    const now = performance.now();
    for (const alarm of alarms.filter(({ at }) => at <= now)) {
      // Another one may have taken it back.
      if (takeBack(alarm)) alarm.ring();
    }
    for (const { at } of alarms) setTimer(at);
  };

  return (milliseconds, ring) => {
    const alarm: Alarm = { place: alarms.length, at: performance.now() + milliseconds, ring };
    alarms.push(alarm);
    setTimer(alarm.at);
    return () => void takeBack(alarm);
  };
}
