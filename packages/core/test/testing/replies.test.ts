import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type InvokeOptions, invoke } from '../../src/testing/index.js';
import { plainServer } from '../support/plain-server.js';

type Answer = (response: ServerResponse) => unknown;

interface Row {
  answer: Answer;
  options?: InvokeOptions;
  /** What Lambda sees: a value, or a function error with this message. */
  value?: unknown;
  error?: RegExp;
}

const json =
  (body: string, status = 200, type = 'application/json'): Answer =>
  (response) => {
    response.statusCode = status;
    if (type) response.setHeader('content-type', type);
    response.end(body);
  };
const ofType = (type: string): Answer => json('{"a":1}', 200, type);
const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const failure500 = json('{"errorType":"Error","errorMessage":"no","trace":[]}', 500);
const payload = { errorType: 'Error', errorMessage: 'no', trace: [] };

const covering = (errorStatusCodes: string) => ({ options: { errorStatusCodes } });
const covered = (status: number) => ({
  error: new RegExp(`^Request failed with configured error status code: ${status}`),
});

// FACTS: what the adapter makes of an app's answer.
const rows: Record<string, Row> = {
  '200 with JSON': { answer: json('{"b":1,"a":[2]}'), value: { a: [2], b: 1 } },
  '200 with JSON as text/plain': { answer: ofType('text/plain'), value: { a: 1 } },
  '200 with JSON as text/html': { answer: ofType('text/html; charset=utf-8'), value: { a: 1 } },
  '200 with JSON as +json': { answer: ofType('application/problem+json'), value: { a: 1 } },
  '200 with JSON of no type': { answer: ofType(''), value: { a: 1 } },
  '200 with JSON of another type': { answer: ofType('application/octet-stream'), value: null },
  '200 with JSON as an image': { answer: ofType('image/png'), value: null },
  '201 with JSON': { answer: json('{"a":1}', 201), value: { a: 1 } },

  '500, codes not set': { answer: failure500, value: payload },
  '404, codes not set': { answer: json('{"a":1}', 404), value: { a: 1 } },
  '500 of 500-599': { answer: failure500, ...covering('500-599'), ...covered(500) },
  '502 of 500-599': { answer: json('', 502), ...covering('500-599'), ...covered(502) },
  '503 of 500,502-504': { answer: json('', 503), ...covering('500,502-504'), ...covered(503) },
  '501 beside 500,502-504': {
    answer: json('{"a":1}', 501),
    ...covering('500,502-504'),
    value: { a: 1 },
  },
  '500 with garbage as codes': { answer: failure500, ...covering('garbage'), value: payload },
  '200 with codes that cover 500': { answer: json('1'), ...covering('500-599'), value: 1 },

  'invalid JSON': { answer: json('{"a":'), value: null },
  'an empty body': { answer: json(''), value: null },
  '204': { answer: (response) => response.writeHead(204).end(), value: null },
  'plain text': { answer: json('done', 200, 'text/plain'), value: null },
  'gzip, though JSON': {
    answer: (response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync('{"a":1}')),
    value: null,
  },
  'a content-encoding that changes nothing': {
    answer: (response) => {
      response.setHeader('content-encoding', 'identity');
      json('{"a":1}')(response);
    },
    value: null,
  },

  'half a surrogate pair': { answer: json(String.raw`"cut \ud83d"`), value: null },
  'half a surrogate pair in a key': { answer: json(String.raw`{"\ude00":1}`), value: null },
  'a whole surrogate pair': { answer: json(String.raw`"\ud83d\ude00"`), value: '😀' },
  'nesting of 127': { answer: json(nested(127)), value: JSON.parse(nested(127)) },
  'nesting of 128': { answer: json(nested(128)), value: null },
  '1e400': { answer: json('[1e400]'), value: null },
  'a number of 400 digits': { answer: json(`[1${'0'.repeat(400)}]`), value: null },

  'a connection closed before any header': {
    answer: (response) => response.destroy(),
    error: /^client error \(SendRequest\)/,
  },
  'a connection reset before any header': {
    answer: (response) => response.socket?.resetAndDestroy(),
    error: /^client error \(SendRequest\)/,
  },
  'a connection closed after the headers': {
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9' });
      response.flushHeaders();
      setTimeout(() => response.destroy(), 20);
    },
    error: /^Lambda panicked/,
  },
  'a connection closed in the body': {
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"a":');
      setTimeout(() => response.destroy(), 20);
    },
    error: /^Lambda panicked/,
  },
  'no answer until the deadline': {
    answer: () => {},
    options: { timeoutMs: 100 },
    error: /timed out/i,
  },

  'a reply of 6 MB': {
    answer: json(`"${'x'.repeat(6_291_554)}"`),
    value: 'x'.repeat(6_291_554),
  },
  'a reply of 6.5 MB': {
    answer: json(`"${'x'.repeat(6_500_000)}"`),
    error: /exceeded maximum allowed payload size/,
  },
};

describe('what becomes of the reply', () => {
  it.each(Object.entries(rows))('%s', async (_what, { answer, options = {}, ...expected }) => {
    const url = await plainServer((request, response) => {
      request.resume().on('end', () => answer(response));
    });
    const outcome = await invoke({ url }, {}, options).then(
      (value) => ({ value }),
      (error) => error,
    );
    if (expected.error) {
      expect(outcome).toMatchObject({
        code: 'ERR_FUNCTION_ERROR',
        name: 'FunctionError',
        errorMessage: expect.stringMatching(expected.error),
      });
    } else {
      expect(outcome).toEqual({ value: expected.value });
    }
  });

  it('a process that is gone', async () => {
    const url = 'http://127.0.0.1:1';
    await expect(invoke({ url }, {})).rejects.toMatchObject({
      errorMessage: expect.stringMatching(/^client error \(Connect\)/),
    });
  });
});
