import { describe, expect, it } from 'vitest';
import { s3Event, s3ThroughSqsEvent, sqsEvent } from '../../src/testing/index.js';

const cyclic: { self?: object } = {};
cyclic.self = cyclic;

const ok = { bucket: 'uploads', key: 'a.csv' };

const refused: [message: string, call: () => unknown][] = [
  // Options that nothing reads would make another event than the one that is meant.
  ['sqsEvent: there is no option queue', () => sqsEvent([1], { queue: 'a.fifo' } as never)],
  [
    'sqsEvent: there is no option queuename; is queueName meant?',
    () => sqsEvent([1], { queuename: 'a.fifo' } as never),
  ],
  ['sqsEvent: options are an object, got null', () => sqsEvent([1], null as never)],
  [
    'sqsEvent: queueName: the name of a queue, got 5',
    () => sqsEvent([1], { queueName: 5 } as never),
  ],
  ["sqsEvent: queueName: the name of a queue, got ''", () => sqsEvent([1], { queueName: '' })],
  [
    'sqsEvent: receiveCount: a whole number from 1 up, got 0',
    () => sqsEvent([1], { receiveCount: 0 }),
  ],
  [
    "sqsEvent: receiveCount: a whole number from 1 up, got '2'",
    () => sqsEvent([1], { receiveCount: '2' } as never),
  ],
  [
    'sqsEvent: groupId: a function of a body and its index, got string',
    () => sqsEvent([1], { groupId: 'a' } as never),
  ],
  // Bodies.
  ['sqsEvent: bodies are a list, got object', () => sqsEvent({ id: 1 } as never)],
  ['sqsEvent: bodies are a list, got string', () => sqsEvent('text' as never)],
  ['sqsEvent: bodies are a list, got null', () => sqsEvent(null as never)],
  [
    'sqsEvent: bodies[1] is a text, or what JSON can hold: undefined',
    () => sqsEvent([1, undefined]),
  ],
  ['sqsEvent: bodies[0] is a text, or what JSON can hold: function', () => sqsEvent([() => 1])],
  ['sqsEvent: bodies[0] is a text, or what JSON can hold: TypeError', () => sqsEvent([cyclic])],
  // Objects.
  ['s3Event: objects are a list, got object', () => s3Event(ok as never)],
  ['s3ThroughSqsEvent: objects are a list, got object', () => s3ThroughSqsEvent(ok as never)],
  [
    's3ThroughSqsEvent: objects[1]: there is no option Bucket; is bucket meant?',
    () => s3ThroughSqsEvent([ok, { Bucket: 'uploads', key: 'a' } as never]),
  ],
  ['s3Event: objects[0]: bucket: a text, got undefined', () => s3Event([{ key: 'a' } as never])],
  ["s3Event: objects[0]: key: a text, got ''", () => s3Event([{ ...ok, key: '' }])],
  ['s3Event: objects[0]: options are an object, got a.csv', () => s3Event(['a.csv' as never])],
  [
    's3ThroughSqsEvent: there is no option fifo',
    () => s3ThroughSqsEvent([ok], { fifo: true } as never),
  ],
];

describe('events that can not be meant are refused', () => {
  it.each(refused)('%s', (message, call) => {
    expect(call).toThrow(
      expect.objectContaining({
        code: 'ERR_SETTINGS',
        message: expect.stringContaining(message),
      }),
    );
  });
});

it('a name without a value is none', () => {
  expect(() => sqsEvent([1], { queue: undefined } as never)).not.toThrow();
  expect(() => s3Event([{ ...ok, versionId: undefined } as never])).not.toThrow();
});
