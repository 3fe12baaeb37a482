import { expect } from 'vitest';
import type { EventHandler } from '../../src/serve-events/event-context.js';
import { adapterHeaders } from './adapter-headers.js';
import { type Answer, curlHeaders, type RequestOptions, send } from './http.js';
import type { RecordedLog } from './recorded-log.js';
import { type ServeOptions, serve } from './serve.js';

/** Who sends an event, and how a failed invocation is told to it. */
export interface Caller {
  name: string;
  headers: () => Record<string, string>;
  errorStatusCodes: string | undefined;
  failure: 'HTTP 500' | 'a closed connection';
}

const covered: Caller = {
  name: 'the adapter, 500 covered',
  headers: adapterHeaders,
  errorStatusCodes: '500-599',
  failure: 'HTTP 500',
};
const uncovered: Caller = {
  name: 'the adapter, 500 not covered',
  headers: adapterHeaders,
  errorStatusCodes: undefined,
  failure: 'a closed connection',
};
const curl: Caller = {
  name: 'curl',
  headers: () => curlHeaders,
  errorStatusCodes: undefined,
  failure: 'HTTP 500',
};

/** The adapter in both of its settings. */
export const adapters = [covered, uncovered];
/** Everybody who can send an event. */
export const callers = [...adapters, curl];

export interface Call {
  answer: Promise<Answer>;
  log: RecordedLog;
  url: string;
}

/** Serves a handler and sends it one event as this caller would. */
export async function call<Event>(
  caller: Caller,
  handler: EventHandler<Event>,
  { request = {}, ...options }: ServeOptions & { request?: RequestOptions } = {},
): Promise<Call> {
  const env = { AWS_LWA_ERROR_STATUS_CODES: caller.errorStatusCodes, ...options.env };
  const { url, log } = await serve(handler, { ...options, env });
  const headers = { ...caller.headers(), ...request.headers };
  const answer = send(url, { body: '{}', ...request, headers });
  answer.catch(() => {});
  return { answer, log, url };
}

export interface ExpectedFailure {
  type?: string;
  message?: unknown;
  code?: string;
}

/** The invocation failed, in the way that this caller takes for a failure, and the log says why. */
export async function expectFailure(
  caller: Caller,
  { answer, log }: Pick<Call, 'answer' | 'log'>,
  { type = 'LwaBridgeError', message = expect.any(String), code }: ExpectedFailure = {},
): Promise<void> {
  if (caller.failure === 'a closed connection') {
    await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
  } else {
    const { status, headers, text } = await answer;
    expect(status).toBe(500);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(text)));
    expect(headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(text)).toEqual({
      errorType: type,
      errorMessage: message,
      trace: expect.any(Array),
    });
  }
  const err = code ? expect.objectContaining({ code, message }) : expect.anything();
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', err }));
}
