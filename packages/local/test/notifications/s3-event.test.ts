import { describe, expect, it } from 'vitest';
import { formEncode, s3Event, s3TestEvent } from '../../src/notifications/s3-event.js';
import type { ObjectChange } from '../../src/services/object-changes.js';

const change: ObjectChange = {
  eventName: 'ObjectCreated:Put',
  bucket: 'uploads',
  key: 'in/my file.csv',
  time: new Date('2026-02-03T04:05:06.789Z'),
  requestId: '0123456789ABCDEF',
  sourceIp: '127.0.0.1',
  size: 12,
  eTag: 'd41d8cd98f00b204e9800998ecf8427e',
};
const context = { region: 'eu-north-1', configurationId: 'uploads-0', sequencer: '00AB' };

describe('an event', () => {
  it('has every field of a real one', () => {
    expect(s3Event(change, context)).toEqual({
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: 'eu-north-1',
          eventTime: '2026-02-03T04:05:06.789Z',
          eventName: 'ObjectCreated:Put',
          userIdentity: { principalId: expect.any(String) },
          requestParameters: { sourceIPAddress: '127.0.0.1' },
          responseElements: {
            'x-amz-request-id': '0123456789ABCDEF',
            'x-amz-id-2': expect.any(String),
          },
          s3: {
            s3SchemaVersion: '1.0',
            configurationId: 'uploads-0',
            bucket: {
              name: 'uploads',
              ownerIdentity: { principalId: expect.any(String) },
              arn: 'arn:aws:s3:::uploads',
            },
            object: {
              key: 'in/my+file.csv',
              size: 12,
              eTag: 'd41d8cd98f00b204e9800998ecf8427e',
              sequencer: '00AB',
            },
          },
        },
      ],
    });
  });

  it('of a removal has neither size nor eTag', () => {
    const { size, eTag, ...removal } = change;
    const event = s3Event({ ...removal, eventName: 'ObjectRemoved:Delete' }, context);
    expect(event).toMatchObject({ Records: [{ s3: { object: { key: 'in/my+file.csv' } } }] });
    expect(JSON.stringify(event)).not.toMatch(/"size"|"eTag"/);
  });
});

it('has a test event without records', () => {
  expect(s3TestEvent('uploads')).toEqual({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    Bucket: 'uploads',
    RequestId: expect.any(String),
    HostId: expect.any(String),
  });
});

it.each([
  ['plain/key-1_2.txt', 'plain/key-1_2.txt'],
  ['red flower.jpg', 'red+flower.jpg'],
  ['1+1=2', '1%2B1%3D2'],
  ['file (1)!.txt', 'file+%281%29%21.txt'],
  ["it's~50%*", 'it%27s%7E50%25*'],
  ['日本/ö', '%E6%97%A5%E6%9C%AC/%C3%B6'],
])('encodes the key %s as %s', (key, encoded) => {
  expect(formEncode(key)).toBe(encoded);
  expect(decodeURIComponent(encoded.replaceAll('+', ' '))).toBe(key);
});
