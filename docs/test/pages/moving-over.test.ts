import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { invoke } from 'lwa-bridge/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePage } from './write-page.js';

const folder = writePage('moving-over.md');
const page = (file: string) => import(join(folder, file));

describe('a plain function', async () => {
  const { handler: before } = await page('plain/before.ts');
  const { handler: after } = await page('plain/after.ts');

  it('gives the same reply', async () => {
    const reply = await invoke(after, { name: 'Ada' }, { functionName: 'greet' });
    expect(reply).toEqual({ hello: 'Ada', by: 'greet' });
    expect(await invoke(before, { name: 'Ada' }, { functionName: 'greet' })).toEqual(reply);
  });

  it('fails with the same error', async () => {
    for (const handler of [before, after]) {
      await expect(invoke(handler, {})).rejects.toMatchObject({
        cause: { errorType: 'TypeError' },
      });
    }
  });
});

describe('a bridge by hand', async () => {
  const { server }: { server: Server } = await page('bridge/before.ts');
  const { handler } = await page('bridge/after.ts');
  let before: { url: string };
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    before = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  });
  afterAll(() => server.close());

  it('gives the same reply', async () => {
    const event = { amount: 21 };
    expect(await invoke(handler, event)).toEqual({ total: 42 });
    expect(await invoke(before, event)).toEqual({ total: 42 });
  });

  it('fails, where it did only with the right setting', async () => {
    const told = { errorStatusCodes: '500-599' };
    const untold = { errorStatusCodes: '' };
    await expect(invoke(before, {}, told)).rejects.toThrow();
    await expect(invoke(handler, {}, told)).rejects.toThrow();
    expect(await invoke(before, {}, untold)).toEqual({ message: 'Error: no amount' });
    await expect(invoke(handler, {}, untold)).rejects.toThrow();
  });
});
