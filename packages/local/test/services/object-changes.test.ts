import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectChange } from '../../src/services/object-changes.js';
import { type Services, startServices } from '../../src/services/services.js';

const Bucket = 'uploads';
let services: Services;
let changes: ObjectChange[];

beforeEach(async () => {
  changes = [];
  services = await startServices({ env: {} });
  services.onObjectChange((change) => changes.push(change));
  await services.clients.s3.send(new CreateBucketCommand({ Bucket }));
});
afterEach(() => services.close());

const put = (Key: string, Body = 'text') =>
  services.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body }));

const toldOf = (count: number) => expect.poll(() => changes.length).toBe(count);

const quiet = () => new Promise((resolve) => setTimeout(resolve, 50));

const md5OfText = '1cb251ec0d568de6a929b520c4aed8d1';

describe('is told of', () => {
  it('an upload, with size and eTag', async () => {
    const reply = await put('folder/a b+ö.txt');
    await toldOf(1);
    expect(changes).toEqual([
      {
        eventName: 'ObjectCreated:Put',
        bucket: Bucket,
        key: 'folder/a b+ö.txt',
        size: 4,
        eTag: md5OfText,
        time: expect.any(Date),
        requestId: expect.stringMatching(/^[0-9A-F]{16}$/),
        sourceIp: '127.0.0.1',
      },
    ]);
    expect(reply.ETag).toBe(`"${md5OfText}"`);
  });

  it('an upload of a stream, whose length on the wire is not its size', async () => {
    const Body = Readable.from([Buffer.alloc(100_000)]);
    const put = new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: 100_000 });
    await services.clients.s3.send(put);
    await toldOf(1);
    expect(changes).toMatchObject([{ size: 100_000 }]);
  });

  it('a copy', async () => {
    await put('from here');
    const copy = { Bucket, Key: 'to', CopySource: `${Bucket}/from%20here` };
    await services.clients.s3.send(new CopyObjectCommand(copy));
    await toldOf(2);
    expect(changes[1]).toMatchObject({ eventName: 'ObjectCreated:Copy', key: 'to', size: 4 });
  });

  it('a multipart upload, once it is complete', async () => {
    const { s3 } = services.clients;
    const upload = { Bucket, Key: 'big' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const Body = Buffer.alloc(5 * 1024 * 1024, PartNumber);
      const part = { ...upload, UploadId, PartNumber, Body };
      const { ETag } = await s3.send(new UploadPartCommand(part));
      Parts.push({ PartNumber, ETag });
    }
    await quiet();
    expect(changes).toEqual([]);
    const complete = { ...upload, UploadId, MultipartUpload: { Parts } };
    await s3.send(new CompleteMultipartUploadCommand(complete));
    await toldOf(1);
    expect(changes).toMatchObject([
      {
        eventName: 'ObjectCreated:CompleteMultipartUpload',
        key: 'big',
        size: 10 * 1024 * 1024,
        eTag: expect.stringMatching(/-2$/),
      },
    ]);
  });

  it('an upload by a form', async () => {
    const form = new FormData();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own placeholder
    form.set('key', 'form/${filename}');
    form.set('file', new File(['text'], 'ä.txt'));
    const url = `${services.endpoints.s3}/${Bucket}`;
    const response = await fetch(url, { method: 'POST', body: form });
    expect(response.status).toBe(204);
    await toldOf(1);
    expect(changes).toMatchObject([
      { eventName: 'ObjectCreated:Post', key: 'form/ä.txt', size: 4, eTag: md5OfText },
    ]);
  });

  it('the removal of one object and of several, where they were there', async () => {
    for (const key of ['a', 'b & <c>', 'd']) await put(key);
    await toldOf(3);
    changes.length = 0;
    const { s3 } = services.clients;
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const Objects = ['b & <c>', 'never there', 'd'].map((Key) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    await quiet();
    expect(changes.map(({ eventName, key }) => [eventName, key])).toEqual([
      ['ObjectRemoved:Delete', 'a'],
      ['ObjectRemoved:Delete', 'b & <c>'],
      ['ObjectRemoved:Delete', 'd'],
    ]);
    expect(changes[0]).not.toHaveProperty('size');
  });
});

describe('is not told of', () => {
  it('what failed', async () => {
    const elsewhere = new PutObjectCommand({ Bucket: 'missing', Key: 'k', Body: 'x' });
    await expect(services.clients.s3.send(elsewhere)).rejects.toThrow();
    const copy = { Bucket, Key: 'to', CopySource: `${Bucket}/missing` };
    await expect(services.clients.s3.send(new CopyObjectCommand(copy))).rejects.toThrow();
    await quiet();
    expect(changes).toEqual([]);
  });

  it('what only reads', async () => {
    await put('a');
    await services.clients.s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    await quiet();
    expect(changes).toHaveLength(1);
  });
});

it('refuses tags, which the embedded S3 would write over the object', async () => {
  await put('a');
  const TagSet = [{ Key: 'colour', Value: 'red' }];
  const tags = new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet } });
  await expect(services.clients.s3.send(tags)).rejects.toMatchObject({ name: 'NotImplemented' });
  const { Body } = await services.clients.s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await Body?.transformToString()).toBe('text');
  await quiet();
  expect(changes).toHaveLength(1);
});

it('tells of many uploads in their order, each with its own size', async () => {
  for (let size = 1; size <= 30; size++) await put('same', 'x'.repeat(size));
  await toldOf(30);
  expect(changes.map(({ size }) => size)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
});
