import { invoke } from 'lwa-bridge/testing';
import { describe, expect, it } from 'vitest';
import { handler } from '../src/handler.js';

describe('echo', () => {
  it('is the default, and gives back the data', async () => {
    expect(await invoke(handler, { data: { message: 'hello' } })).toEqual({
      statusCode: 200,
      body: '{"action":"echo","data":{"message":"hello"}}',
    });
  });

  it.each([['ünïcödé 🚢'], [0], [false], [null], [[1, { two: 2 }]]])('echoes %j', async (data) => {
    expect(await invoke(handler, { action: 'echo', data })).toEqual({
      statusCode: 200,
      body: JSON.stringify({ action: 'echo', data }),
    });
  });

  it('says null where there is no data', async () => {
    expect(await invoke(handler, {})).toEqual({
      statusCode: 200,
      body: '{"action":"echo","data":null}',
    });
  });
});

describe('info', () => {
  it('gives what the context knows of the function', async () => {
    const options = { functionName: 'my-function', memoryMb: 512 };
    expect(await invoke(handler, { action: 'info' }, options)).toEqual({
      statusCode: 200,
      body: '{"action":"info","function_name":"my-function","memory_limit_mb":"512"}',
    });
  });
});

describe('another action', () => {
  it.each(['explode', '', 'toString', '__proto__', 7, null])('%j is refused', async (action) => {
    expect(await invoke(handler, { action })).toEqual({
      statusCode: 400,
      body: JSON.stringify({ error: `Unknown action: ${action}` }),
    });
  });
});
