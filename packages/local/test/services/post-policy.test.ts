import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Services, startServices } from '../../src/services/services.js';

// By https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html.

const Bucket = 'uploads';
let services: Services;

beforeAll(async () => {
  services = await startServices({ env: {} });
  await services.clients.s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => services.close());

const inAMinute = () => new Date(Date.now() + 60_000).toISOString();
const conditions: unknown[] = [
  { bucket: Bucket },
  { key: 'list.csv' },
  ['eq', '$Content-Type', 'text/csv'],
  ['starts-with', '$x-amz-meta-of', 'us'],
  ['content-length-range', 2, 4],
];
const fields = { key: 'list.csv', 'Content-Type': 'text/csv', 'x-amz-meta-of': 'user' };
const policyOf = (policy: unknown) => Buffer.from(JSON.stringify(policy)).toString('base64');

async function post(sent: Record<string, string>, content: string) {
  const form = new FormData();
  for (const [name, value] of Object.entries(sent)) form.append(name, value);
  form.append('file', new Blob([content]), 'list.csv');
  const url = `${services.endpoints.s3}/${Bucket}`;
  const response = await fetch(url, { method: 'POST', body: form });
  return { status: response.status, text: await response.text() };
}

async function keys() {
  const { Contents = [] } = await services.clients.s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key);
}

describe('an upload by a form', () => {
  it.each<[string, Record<string, string>, string, number, string]>([
    ['another key', { key: 'other.csv' }, 'abc', 403, 'AccessDenied'],
    ['another type', { 'Content-Type': 'text/html' }, 'abc', 403, 'AccessDenied'],
    ['another beginning', { 'x-amz-meta-of': 'me' }, 'abc', 403, 'AccessDenied'],
    [
      'a field that no condition names',
      { acl: 'public-read' },
      'abc',
      403,
      'Extra input fields: acl',
    ],
    ['too much', {}, 'abcde', 400, 'EntityTooLarge'],
    ['too little', {}, 'a', 400, 'EntityTooSmall'],
  ])('with %s is against its policy', async (_name, changed, content, status, reason) => {
    const policy = policyOf({ expiration: inAMinute(), conditions });
    const reply = await post({ ...fields, ...changed, policy }, content);
    expect(reply).toEqual({ status, text: expect.stringContaining(reason) });
    expect(await keys()).toEqual([]);
  });

  it.each([
    ['ended', policyOf({ expiration: '2020-01-01T00:00:00Z', conditions }), 403, 'Policy expired'],
    ['has no end', policyOf({ conditions }), 403, 'Policy expired'],
    [
      'is for another bucket',
      policyOf({ expiration: inAMinute(), conditions: [{ bucket: 'b' }] }),
      403,
      '$bucket',
    ],
    ['cannot be read', 'x', 400, 'InvalidPolicyDocument'],
    ['has no conditions', policyOf({ expiration: inAMinute() }), 400, 'InvalidPolicyDocument'],
  ])('whose policy %s is refused', async (_name, policy, status, reason) => {
    const reply = await post({ ...fields, policy }, 'abc');
    expect(reply).toEqual({ status, text: expect.stringContaining(reason) });
    expect(await keys()).toEqual([]);
  });

  it('that its policy allows is stored', async () => {
    const policy = policyOf({ expiration: inAMinute(), conditions });
    const more = { policy, 'x-amz-signature': 'any', 'x-ignore-me': 'any' };
    expect((await post({ ...fields, ...more }, 'abcd')).status).toBe(204);
    expect(await keys()).toEqual(['list.csv']);
  });
});
