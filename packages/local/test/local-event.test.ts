import { afterEach, expect, it, vi } from 'vitest';
import { neverThrowing } from '../src/local-event.js';

afterEach(() => vi.unstubAllGlobals());

it('lets an error of the listener end the process, not the batch', () => {
  const later: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (callback: () => void) => later.push(callback));
  const tell = neverThrowing(() => {
    throw new Error('printer on fire');
  });
  tell({ type: 'bucket-ready', bucket: 'uploads' });
  expect(later).toHaveLength(1);
  expect(later[0]).toThrow('printer on fire');
});

it('passes events on', () => {
  const listener = vi.fn();
  neverThrowing(listener)({ type: 'bucket-ready', bucket: 'uploads' });
  expect(listener).toHaveBeenCalledWith({ type: 'bucket-ready', bucket: 'uploads' });
  expect(() => neverThrowing()({ type: 'bucket-ready', bucket: 'uploads' })).not.toThrow();
});
