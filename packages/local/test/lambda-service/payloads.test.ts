import { FunctionError } from 'lwa-bridge/testing';
import { describe, expect, test } from 'vitest';
import { readResult } from '../../src/lambda-service/payloads.js';

const reply = (text: string) => ({ payload: Buffer.from(text) });
const error = (text: string) => ({ ...reply(text), functionError: 'Unhandled' as const });

function thrownBy(result: Parameters<typeof readResult>[0]): unknown {
  try {
    return readResult(result);
  } catch (reason) {
    return reason;
  }
}

describe('the value of a reply', () => {
  test.for<[string, unknown]>([
    ['{"a":"ü"}', { a: 'ü' }],
    ['null', null],
    ['', undefined],
    ['{"statusCode":200}\0\0\0\0\0\0\0\0{"a":1}', '{"statusCode":200}\0\0\0\0\0\0\0\0{"a":1}'],
  ])('%j is %j', ([text, value]) => {
    expect(readResult(reply(text))).toEqual(value);
  });
});

describe('a function error', () => {
  test('has the fields that the function reported', () => {
    const text = '{"errorType":"TypeError","errorMessage":"no","trace":["TypeError: no","at x"]}';
    const thrown = thrownBy(error(text));
    expect(thrown).toBeInstanceOf(FunctionError);
    expect(thrown).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no',
      trace: ['TypeError: no', 'at x'],
    });
  });

  test('has the stack trace of other runtimes', () => {
    const text = '{"errorType":"KeyError","errorMessage":"k","stackTrace":["line 1"]}';
    expect(thrownBy(error(text))).toMatchObject({ trace: ['line 1'] });
  });

  test.for(['not JSON', '"text"', 'null', '{"other":1}', ''])('from %j is one, too', (text) => {
    const thrown = thrownBy(error(text));
    expect(thrown).toBeInstanceOf(FunctionError);
    expect(thrown).toMatchObject({ errorType: 'Unknown', errorMessage: text, trace: [] });
  });
});
