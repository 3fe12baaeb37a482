import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alarmClock } from '../../src/serve-events/alarm-clock.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('rings each alarm once, at its time', () => {
  const setAlarm = alarmClock();
  const rung: number[] = [];
  for (const milliseconds of [300, 100, 200, 100]) {
    setAlarm(milliseconds, () => rung.push(milliseconds));
  }
  vi.advanceTimersByTime(150);
  expect(rung).toEqual([100, 100]);
  vi.advanceTimersByTime(1000);
  expect(rung).toEqual([100, 100, 200, 300]);
});

it('rings for none that was taken back, in whatever order, and however often', () => {
  const setAlarm = alarmClock();
  const rung: number[] = [];
  const takeBack = [0, 1, 2, 3, 4].map((n) => setAlarm(100, () => rung.push(n)));
  for (const n of [1, 4, 1, 0]) takeBack[n]?.();
  vi.advanceTimersByTime(200);
  expect(rung.sort()).toEqual([2, 3]);
  for (const again of takeBack) again();
  vi.advanceTimersByTime(200);
  expect(rung).toHaveLength(2);
});

it('an alarm may take back others that are due, and set new ones', () => {
  const setAlarm = alarmClock();
  const rung: string[] = [];
  let takeBack = () => {};
  setAlarm(100, () => {
    rung.push('first');
    takeBack();
    setAlarm(50, () => rung.push('new'));
  });
  takeBack = setAlarm(100, () => rung.push('taken back'));
  vi.advanceTimersByTime(500);
  expect(rung).toEqual(['first', 'new']);
});
