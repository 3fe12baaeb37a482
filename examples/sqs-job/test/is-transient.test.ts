import { expect, it } from 'vitest';
import { isTransient } from '../src/is-transient.js';

// What the SDK and the stand-in make of each fault is in ask-model.test.ts; here, what neither can make.
it.each([
  ['a page of a proxy', { name: 'SyntaxError', $metadata: { httpStatusCode: 502 } }, true],
  ['a broken pipe', { code: 'EPIPE', $metadata: {} }, true],
  ['a frame that was refused', { code: 'ERR_HTTP2_STREAM_ERROR' }, true],
  ['nobody there', { code: 'ECONNREFUSED', $metadata: {} }, false],
  ['no such host', { code: 'ENOTFOUND' }, false],
  ['an endpoint that is no URL', { name: 'TypeError', code: 'ERR_INVALID_URL' }, false],
  ['no credentials', { name: 'CredentialsProviderError' }, false],
  [
    'a token that is over',
    { name: 'ExpiredTokenException', $metadata: { httpStatusCode: 403 } },
    false,
  ],
  ['a bug', new TypeError('x is undefined'), false],
  ['nothing', undefined, false],
  ['a text', 'no', false],
])('%s', (_what, error, transient) => {
  expect(isTransient(error)).toBe(transient);
});
