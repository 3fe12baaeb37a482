import { describe, expect, it } from 'vitest';
import { call, callers, expectFailure } from '../support/callers.js';
import { curlHeaders, send } from '../support/http.js';
import { serve } from '../support/serve.js';

const neverCalled = () => {
  throw new Error('the handler was called');
};

const notJson: [string, string | Buffer][] = [
  ['a word', 'hello'],
  ['JSON that breaks off', '{"Records":[{"body":'],
  ['JSON with something after it', '{} {}'],
  ['a number JSON does not know', '{"a":NaN}'],
  ['spaces', '   '],
  ['a form', 'a=1&b=2'],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
];

describe.each(callers)('an event from $name', (caller) => {
  it.each(notJson)('that is %s fails the invocation', async (_what, body) => {
    const failed = await call(caller, neverCalled, { request: { body } });
    await expectFailure(caller, failed, { code: 'ERR_EVENT_NOT_JSON' });
  });

  it('with an empty body fails the invocation', async () => {
    const failed = await call(caller, neverCalled, { request: { body: '' } });
    const message = expect.stringContaining('empty');
    await expectFailure(caller, failed, { code: 'ERR_EVENT_NOT_JSON', message });
  });

  it('over the limit fails the invocation, with the limit in the message', async () => {
    const body = JSON.stringify('x'.repeat(99));
    const failed = await call(caller, neverCalled, { maxEventBytes: 100, request: { body } });
    const message = expect.stringContaining('100');
    await expectFailure(caller, failed, { code: 'ERR_EVENT_TOO_LARGE', message });
  });

  it('far over the limit fails the invocation too', async () => {
    const body = JSON.stringify('x'.repeat(9 * 1024 * 1024));
    const failed = await call(caller, neverCalled, { request: { body } });
    await expectFailure(caller, failed, { code: 'ERR_EVENT_TOO_LARGE' });
  });

  it('over the limit fails the invocation without a content-length too', async () => {
    const body = JSON.stringify('x'.repeat(99));
    const headers = { 'transfer-encoding': 'chunked' };
    const failed = await call(caller, neverCalled, {
      maxEventBytes: 100,
      request: { body, headers },
    });
    await expectFailure(caller, failed, { code: 'ERR_EVENT_TOO_LARGE' });
  });

  it('of exactly the limit is handled', async () => {
    const body = JSON.stringify('x'.repeat(98));
    const { answer } = await call(caller, (event: string) => event.length, {
      maxEventBytes: 100,
      request: { body },
    });
    expect((await answer).text).toBe('98');
  });

  it('that fails leaves the server as it was', async () => {
    const { answer, url } = await call(caller, (event) => event, { request: { body: 'bad' } });
    await answer.catch(() => {});
    const next = await send(url, { headers: caller.headers(), body: '{"good":1}' });
    expect(next).toMatchObject({ status: 200, text: '{"good":1}' });
  });
});

it('an event is handed over as it is, whatever JSON it is', async () => {
  const { url } = await serve((event) => event);
  for (const body of ['{"a":[1,"ü😀"]}', '[]', '"text"', '0', 'false', 'null']) {
    expect(await send(url, { headers: curlHeaders, body })).toMatchObject({
      status: 200,
      text: body,
    });
  }
});
