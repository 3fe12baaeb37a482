import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { uploads } from 'example-titanic/uploads';
import { describe, expect, it } from 'vitest';
import type { UploadForm } from '../src/schemas/upload-form.js';
import { maxBytes, useApi } from './testing/use-api.js';

const api = useApi();

async function getForm(): Promise<UploadForm> {
  const response = await api.call('POST /uploads');
  expect(response.status).toBe(201);
  return (await response.json()) as UploadForm;
}

async function upload({ url, fields }: UploadForm, content: string, changed: object = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value);
  form.append('file', new Blob([content]), 'list.csv');
  const response = await fetch(url, { method: 'POST', body: form });
  return { status: response.status, text: await response.text() };
}

async function stored(key: string) {
  const { s3 } = api.titanic.platform.clients;
  const { Body, ContentType } = await s3.send(
    new GetObjectCommand({ Bucket: 'titanic-test-uploads', Key: key }),
  );
  return { type: ContentType, text: await Body?.transformToString() };
}

describe('a form of POST /uploads', () => {
  it('uploads a CSV file to where lists are read', async () => {
    const form = await getForm();
    expect((await upload(form, 'ticket\n1601\n')).status).toBe(201);
    expect(form.key.startsWith(uploads.prefix) && form.key.endsWith(uploads.suffix)).toBe(true);
    expect(await stored(form.key)).toEqual({ type: 'text/csv', text: 'ticket\n1601\n' });
  });

  it('is for a file of its own', async () => {
    expect((await getForm()).key).not.toBe((await getForm()).key);
  });

  it('is good for ten minutes', async () => {
    const { expiresAt, fields } = await getForm();
    const policy = JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString());
    const seconds = (Date.parse(policy.expiration) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(500);
    expect(seconds).toBeLessThanOrEqual(600);
    expect(Math.abs(Date.parse(expiresAt) - Date.parse(policy.expiration))).toBeLessThan(2000);
  });

  it('takes a file as large as it says, and no larger one', async () => {
    expect((await upload(await getForm(), 'x'.repeat(maxBytes))).status).toBe(201);
    const larger = await upload(await getForm(), 'x'.repeat(maxBytes + 1));
    expect(larger).toEqual({ status: 400, text: expect.stringContaining('EntityTooLarge') });
    const empty = await upload(await getForm(), '');
    expect(empty).toEqual({ status: 400, text: expect.stringContaining('EntityTooSmall') });
  });

  it.each([
    ['another type', { 'Content-Type': 'text/html' }],
    ['another key', { key: 'passengers/titanic.csv' }],
    ['a key without the suffix', { key: 'passengers/page.html' }],
    ['another field', { acl: 'public-read' }],
  ])('is refused with %s', async (_name, changed) => {
    const before = await count();
    const reply = await upload(await getForm(), 'ticket\n', changed);
    expect(reply).toEqual({ status: 403, text: expect.stringContaining('AccessDenied') });
    expect(await count()).toBe(before);
  });
});

async function count(): Promise<number> {
  const { s3 } = api.titanic.platform.clients;
  const command = new ListObjectsV2Command({ Bucket: 'titanic-test-uploads' });
  return (await s3.send(command)).KeyCount ?? 0;
}
