import { readFile } from 'node:fs/promises';
import type { Logger } from 'lwa-bridge';
import { invoke, scheduledEvent } from 'lwa-bridge/testing';
import { describe, expect, it } from 'vitest';
import { handler } from '../src/handler.js';

const read = async (name: string) =>
  JSON.parse(await readFile(new URL(`../events/${name}.json`, import.meta.url), 'utf8'));

describe('an event of EventBridge', () => {
  it.each([
    ['scheduled', 'info', 'day closed', { day: '2026-01-31' }],
    ['alarm', 'error', 'alarm', { alarm: 'titanic-JobsDeadLetterQueueAlarm', state: 'ALARM' }],
  ])('%s is handled by its kind', async (name, level, message, fields) => {
    const { lines, log } = recordedLog();
    const reply = await invoke(handler, await read(`${name}.event`), { log });
    expect(reply).toEqual(await read(`${name}.reply`));
    expect(lines).toEqual([{ level, message, fields: expect.objectContaining(fields) }]);
  });

  it("that the library's builder makes is one", async () => {
    const time = '2026-03-01T00:30:00Z';
    expect(await invoke(handler, { ...scheduledEvent(), time })).toEqual({ day: '2026-02-28' });
  });

  it.each(['OK', 'INSUFFICIENT_DATA'])('an alarm that is %s is no error', async (value) => {
    const { lines, log } = recordedLog();
    const event = await read('alarm.event');
    const { alarmName } = event.detail;
    await invoke(handler, { ...event, detail: { alarmName, state: { value } } }, { log });
    expect(lines).toMatchObject([{ level: 'info', message: 'no alarm any more' }]);
  });
});

describe('the invocation fails', () => {
  it('where nobody handles the kind of event', async () => {
    const event = { ...scheduledEvent(), 'detail-type': 'Object Created', source: 'aws.s3' };
    await expect(invoke(handler, event)).rejects.toThrow(
      'nobody handles "Object Created" of aws.s3',
    );
  });

  it.each([
    ['a schedule without a time', { ...scheduledEvent(), time: 'soon' }, 'Invalid time value'],
    [
      'an alarm without a state',
      { ...scheduledEvent(), 'detail-type': 'CloudWatch Alarm State Change' },
      'undefined',
    ],
    ['an SQS batch', { Records: [] }, 'no event that this function knows: {"Records":[]}'],
    ['no object', null, 'no event that this function knows: null'],
    ['a list', [1], 'no event that this function knows: [1]'],
    ['a text', 'echo', 'no event that this function knows: "echo"'],
  ])('with %s', async (_, event, reason) => {
    await expect(invoke(handler, event)).rejects.toThrow(reason);
  });
});

function recordedLog() {
  const lines: { level: string; message: string; fields: object }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, message, fields });
  const log: Logger = {
    ...{ debug: at('debug'), info: at('info') },
    ...{ warn: at('warn'), error: at('error') },
  };
  return { lines, log };
}
