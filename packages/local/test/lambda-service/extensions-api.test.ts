import { describe, expect, test } from 'vitest';
import { invocation, startApi } from './api-under-test.js';

describe('the Extensions API', () => {
  async function registered(events: string[]) {
    const started = await startApi();
    const response = await started.post(
      `${started.extension}/register`,
      JSON.stringify({ events }),
      { 'lambda-extension-name': 'watcher' },
    );
    const id = response.headers.get('lambda-extension-identifier') ?? '';
    const headers = { 'lambda-extension-identifier': id };
    const nextEvent = () => fetch(`${started.extension}/event/next`, { headers });
    return { ...started, response, headers, nextEvent };
  }

  test('registers an extension, which is ready when it asks for its first event', async () => {
    const { response, api, nextEvent } = await registered([]);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ functionName: 'worker', functionVersion: '7' });
    expect(api.extensions.isReady()).toBe(false);
    nextEvent().catch(() => {});
    await expect.poll(api.extensions.isReady).toBe(true);
    expect(api.extensions.announceShutdown(0)).toBe(false);
  });

  test('tells of invocations and of the end, in order', async () => {
    const { invocations, next, api, nextEvent } = await registered(['INVOKE', 'SHUTDOWN']);
    invocations.run(invocation());
    await next();
    expect(api.extensions.announceShutdown(5)).toBe(true);
    expect(await (await nextEvent()).json()).toEqual({
      eventType: 'INVOKE',
      deadlineMs: 1_700_000_000_000,
      requestId: 'the-request',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:worker',
      tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1-2-3' },
    });
    const shutdown = { eventType: 'SHUTDOWN', shutdownReason: 'spindown', deadlineMs: 5 };
    expect(await (await nextEvent()).json()).toEqual(shutdown);
  });

  test('takes an error as the end', async () => {
    const { post, extension, headers, failures } = await registered([]);
    const errorHeaders = { ...headers, 'lambda-extension-function-error-type': 'Watcher.Broken' };
    expect((await post(`${extension}/init/error`, '{}', errorHeaders)).status).toBe(202);
    expect((await post(`${extension}/exit/error`, '{}', errorHeaders)).status).toBe(202);
    expect(failures).toEqual([
      { errorType: 'Extension.InitError', reason: 'watcher reported Watcher.Broken' },
      { errorType: 'Extension.ExitError', reason: 'watcher reported Watcher.Broken' },
    ]);
  });

  test('refuses what it does not know', async () => {
    const { post, extension } = await startApi();
    const named = { 'lambda-extension-name': 'watcher' };
    const refused = async (responding: Promise<Response>) => {
      const response = await responding;
      expect(response.status).toBe(403);
      return ((await response.json()) as { errorType: string }).errorType;
    };
    const register = `${extension}/register`;
    expect(await refused(post(register, '{"events":[]}'))).toBe('Extension.InvalidExtensionName');
    expect(await refused(post(register, '{"events":', named))).toBe('InvalidRequestFormat');
    expect(await refused(post(register, '{"events":7}', named))).toBe('InvalidRequestFormat');
    expect(await refused(post(register, '{"events":["X"]}', named))).toBe(
      'Extension.InvalidEventType',
    );
    expect(await refused(fetch(`${extension}/event/next`))).toBe(
      'Extension.UnknownExtensionIdentifier',
    );
    expect(await refused(post(`${extension}/exit/error`))).toBe(
      'Extension.UnknownExtensionIdentifier',
    );
  });
});
