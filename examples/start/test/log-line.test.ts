import { describe, expect, it } from 'vitest';
import { condense, readLogLine } from '../src/log-line.js';

describe('a line', () => {
  it.each(['plain text', '', '{"half":', '7', 'null', '{"no":"message"}', '[]'])(
    'that the logger did not write is what it is: %j',
    (line) => {
      expect(readLogLine(line)).toEqual({ message: line });
      expect(condense(readLogLine(line))).toBe(line);
    },
  );

  it('is told with its fields, without what is for machines', () => {
    const line = JSON.stringify({
      timestamp: '2026-01-31T12:00:00.000Z',
      level: 'INFO',
      requestId: '1',
      message: 'rows stored',
      key: 'a b.csv',
      stored: 500,
      empty: '',
      list: [1],
    });
    expect(condense(readLogLine(line))).toBe(
      'rows stored key="a b.csv" stored=500 empty="" list=[1]',
    );
  });

  it('of an error says so, and why, without the stack', () => {
    const line = JSON.stringify({
      level: 'ERROR',
      message: 'a message failed',
      errorType: 'TypeError',
      errorMessage: 'x is undefined',
      stackTrace: ['TypeError: x is undefined', '    at handler.js:1:1'],
    });
    expect(condense(readLogLine(line))).toBe('ERROR a message failed (x is undefined)');
  });
});
