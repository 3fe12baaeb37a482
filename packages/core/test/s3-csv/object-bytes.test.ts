import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ObjectReadOptions, objectBytes } from '../../src/s3-csv/object-bytes.js';
import type { ObjectLocation } from '../../src/s3-csv/object-range.js';
import { startObjectServer } from './object-server.js';

const body = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));

describe('objectBytes', () => {
  let server: Awaited<ReturnType<typeof startObjectServer>>;
  let eTag: string;

  beforeAll(async () => {
    server = await startObjectServer();
  });
  beforeEach(() => {
    server.reset();
    eTag = server.put('a.csv', body);
  });
  afterAll(() => server.close());

  async function read(object: Partial<ObjectLocation> = {}, options: ObjectReadOptions = {}) {
    const chunks: Buffer[] = [];
    const location = { bucket: 'in', key: 'a.csv', ...object };
    for await (const chunk of objectBytes(server.client, location, options)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  it('asks for a range the first time too, pinned by the eTag', async () => {
    expect(await read({ eTag })).toEqual(body);
    expect(server.requests).toEqual([
      { key: '/in/a.csv', range: 'bytes=0-', ifMatch: `"${eTag}"`, versionId: undefined },
    ]);
  });

  it('is pinned by the version id where there is one', async () => {
    server.put('a.csv@v1', 'the first version');
    server.put('a.csv', 'the second version');
    expect(String(await read({ versionId: 'v1' }))).toBe('the first version');
  });

  it('is pinned by the first answer where nothing else is known', async () => {
    server.faults.push({ how: 'drop', at: 1_000 });
    expect(await read()).toEqual(body);
    expect(server.requests.map(({ ifMatch }) => ifMatch)).toEqual([undefined, `"${eTag}"`]);
  });

  it('takes a dropped connection up again at the exact byte', async () => {
    server.faults.push({ how: 'drop', at: 70_001 }, { how: 'drop', at: 1 }, undefined);
    expect(await read({ eTag })).toEqual(body);
    expect(server.requests.map(({ range }) => range)).toEqual([
      'bytes=0-',
      'bytes=70001-',
      'bytes=70002-',
    ]);
  });

  it('gives the same bytes wherever the connection breaks and however it is cut', async () => {
    const drops = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 4 });
    const property = fc.asyncProperty(drops, fc.integer({ min: 1, max: 900 }), async (ats, cut) => {
      server.reset();
      const small = body.subarray(0, 2_500);
      const tag = server.put('a.csv', small);
      server.state.chunkSize = cut;
      server.faults.push(...ats.map((at) => ({ how: 'drop' as const, at })));
      expect(await read({ eTag: tag })).toEqual(small);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it.each([
    ['in the middle', { how: 'stall', at: 70_001 } as const, 'bytes=70001-'],
    ['before its headers', { how: 'silence' } as const, 'bytes=0-'],
  ])('notices a connection that has gone silent %s', async (_, fault, range) => {
    server.faults.push(fault);
    expect(await read({ eTag }, { stallTimeoutMs: 100 })).toEqual(body);
    expect(server.requests.at(-1)?.range).toBe(range);
  });

  it('does not take a slow consumer for a silent connection', async () => {
    const chunks: Buffer[] = [];
    const location = { bucket: 'in', key: 'a.csv' };
    for await (const chunk of objectBytes(server.client, location, { stallTimeoutMs: 60 })) {
      if (chunks.push(chunk) === 1) await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(Buffer.concat(chunks)).toEqual(body);
    expect(server.requests).toHaveLength(1);
  });

  it('gives up when there is no progress, with the last error', async () => {
    server.faults.push(...Array(3).fill({ how: 'status', status: 503, code: 'SlowDown' }));
    await expect(read({}, { maxReconnects: 2 })).rejects.toMatchObject({ name: 'SlowDown' });
    expect(server.requests).toHaveLength(3);
  });

  it.each([408, 429, 500, 503])('tries again after %i', async (status) => {
    server.faults.push({ how: 'status', status, code: 'NotNow' });
    expect(await read()).toEqual(body);
    expect(server.requests).toHaveLength(2);
  });

  it('counts anew after each byte of progress', async () => {
    server.faults.push(...Array(6).fill({ how: 'drop', at: 10 }));
    expect(await read({}, { maxReconnects: 1 })).toEqual(body);
    expect(server.requests).toHaveLength(7);
  });

  it.each([
    [403, 'AccessDenied'],
    [404, 'NoSuchBucket'],
  ])('throws at once what no second try can help: %i %s', async (status, code) => {
    server.faults.push({ how: 'status', status, code });
    await expect(read()).rejects.toMatchObject({ name: code });
    expect(server.requests).toHaveLength(1);
  });

  it('is superseded when the object was replaced before it began', async () => {
    server.put('a.csv', 'something new');
    await expect(read({ eTag })).rejects.toMatchObject({
      code: 'ERR_OBJECT_SUPERSEDED',
      reason: 'replaced',
      message: 's3://in/a.csv has been replaced since its notification was sent',
      cause: expect.objectContaining({ name: 'PreconditionFailed' }),
    });
  });

  it('never mixes two objects: replaced in the middle it is superseded', async () => {
    server.faults.push({ how: 'drop', at: 50_000 });
    const seen: Buffer[] = [];
    const reading = (async () => {
      for await (const chunk of objectBytes(server.client, { bucket: 'in', key: 'a.csv' }, {})) {
        if (seen.push(chunk) === 1) server.put('a.csv', Buffer.alloc(200_000, 'x'));
      }
    })();
    await expect(reading).rejects.toMatchObject({ reason: 'replaced' });
    expect(Buffer.concat(seen)).toEqual(body.subarray(0, 50_000));
  });

  it.each([{}, { versionId: 'v9' }])(
    'is superseded when the object was deleted: %j',
    async (at) => {
      server.remove('a.csv');
      await expect(read(at)).rejects.toMatchObject({
        code: 'ERR_OBJECT_NOT_FOUND',
        reason: 'deleted',
      });
    },
  );

  it('gives nothing for an empty object', async () => {
    server.put('a.csv', '');
    expect(await read()).toHaveLength(0);
  });

  it('refuses a content-encoding that it can not undo', async () => {
    server.put('a.csv', body, 'br');
    await expect(read()).rejects.toMatchObject({
      code: 'ERR_CSV_ENCODING',
      message: expect.stringContaining('br'),
    });
  });

  it.each(['at once', 'in the middle', 'in a silence', 'in a back-off'])(
    'stops with the reason when the signal is aborted: %s',
    async (when) => {
      const controller = new AbortController();
      const reason = new Error('time is up');
      if (when === 'at once') controller.abort(reason);
      else setTimeout(() => controller.abort(reason), 60);
      if (when === 'in a silence') server.faults.push({ how: 'silence' });
      if (when === 'in the middle') server.faults.push({ how: 'stall', at: 1_000 });
      const failure = { how: 'status', status: 503, code: 'SlowDown' } as const;
      if (when === 'in a back-off') server.faults.push(...Array(1_000).fill(failure));
      const options = { signal: controller.signal, maxReconnects: 1_000 };
      await expect(read({}, options)).rejects.toBe(reason);
    },
  );

  it('lets go of the connection when the consumer leaves', async () => {
    server.put('a.csv', Buffer.alloc(20_000_000));
    for await (const _ of objectBytes(server.client, { bucket: 'in', key: 'a.csv' }, {})) break;
    await expect.poll(() => server.state.openAnswers).toBe(0);
  });

  it('uses one connection for objects read to their ends one after the other', async () => {
    await read();
    const { connections } = server.state;
    for (let index = 0; index < 3; index++) await read();
    expect(server.state.connections).toBe(connections);
  });

  it("reads at the consumer's pace", async () => {
    server.put('a.csv', Buffer.alloc(50_000_000));
    for await (const _ of objectBytes(server.client, { bucket: 'in', key: 'a.csv' }, {})) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      break;
    }
    // What the sockets' buffers hold, not the object.
    expect(server.state.bytesSent).toBeLessThan(15_000_000);
  });
});
