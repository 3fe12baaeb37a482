import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { s3Handler } from '../../src/s3/s3-handler.js';
import { type SqsEventHandler, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { type MakeS3Handler, s3Property } from './s3-property.js';
import { sqsProperty } from './sqs-property.js';

type Spoil = (ids: string[], all: string[]) => unknown[];

const spoilt: [what: string, complaint: string, spoil: Spoil][] = [
  ['leaves one out', 'a message that failed was acknowledged', (ids) => ids.slice(1)],
  ['reports one more', 'a message that was done was reported', (_ids, all) => [...new Set(all)]],
  ['reports one twice', 'an id was reported twice', (ids) => [...ids, ...ids]],
  ['reports one of another batch', 'an id of another batch', (ids) => [...ids, 'unknown']],
  ['reports an empty id', 'an id is no id', (ids) => [...ids, '']],
  ['reports what is no id', 'an id is no id', (ids) => [...ids, null]],
];

/** A handler, with its replies spoilt. */
const spoiling =
  (handler: SqsEventHandler, spoil: Spoil): SqsEventHandler =>
  async (event, context) => {
    const { batchItemFailures } = await handler(event, context);
    const ids = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    const all = event.Records.map(({ messageId }) => messageId);
    const spoiltIds = spoil(ids, all).map((itemIdentifier) => ({ itemIdentifier }));
    return { batchItemFailures: spoiltIds as typeof batchItemFailures };
  };

type Property = (change: (handler: SqsEventHandler) => SqsEventHandler) => fc.IRawProperty<unknown>;

const ignore = () => {};
const properties: [name: string, property: Property][] = [
  ['sqsHandler', (change) => sqsProperty((...made) => change(sqsHandler(...made)), ignore)],
  ['s3Handler', (change) => s3Property((...made) => change(s3Handler(...made)), ignore)],
];

/** Expects that the check of a property complains of this, if not first: a fault can show in many ways. */
async function expectComplaint(property: fc.IRawProperty<unknown>, complaint: string) {
  for (let seed = 1; seed < 20; seed++) {
    const { errorInstance } = await fc.check(property, { numRuns: 2000, endOnFailure: true, seed });
    if (String(errorInstance).includes(complaint)) return;
    expect(errorInstance).not.toBeNull();
  }
  expect.fail(`it never complained that ${complaint}`);
}

describe.each(properties)('the check of %s finds a reply that', (_name, property) => {
  it.each(spoilt)('%s', async (_what, complaint, spoil) => {
    const holds = property((handler) => spoiling(handler, spoil));
    await expectComplaint(holds, complaint);
  });

  it('is no reply but an error of somebody else', async () => {
    const holds = property((handler) => async (event, context) => {
      await handler(event, context);
      throw new TypeError('undefined is not a function');
    });
    await expectComplaint(holds, 'it threw TypeError');
  });
});

const faults: [what: string, complaint: string, make: MakeS3Handler][] = [
  [
    'loses an object',
    'a message that failed was acknowledged',
    (act, options) =>
      s3Handler((object, context) => object.size === undefined || act(object, context), options),
  ],
  [
    'works on an object twice',
    'something was worked on twice',
    (act, options) =>
      s3Handler(async (object, context) => {
        await act(object, context);
        await act(object, context);
      }, options),
  ],
  [
    'loses what it cannot read',
    'a message that failed was acknowledged',
    (act, options) => s3Handler(act, { ...options, onNonRetriable: 'acknowledge' }),
  ],
  [
    'skips without a reason',
    'a message that failed was acknowledged',
    (act, options) => {
      const handler = s3Handler(act, options);
      return (event, context) => {
        const info = ({ reason, ...fields }: Record<string, unknown>, message: string) =>
          context?.log.info(fields, message);
        return handler(event, { ...context, log: { ...context?.log, info } } as typeof context);
      };
    },
  ],
  [
    'works on objects that the options exclude',
    'it was called with an object that the options exclude',
    (act, { bucket, prefix, suffix, ...options }) => s3Handler(act, { ...options, events: ['*'] }),
  ],
  [
    'gives an object without its key',
    'an object is not what its type says',
    (act, options) => s3Handler((object, context) => act({ ...object, key: '' }, context), options),
  ],
];

it.each(faults)('the check of s3Handler finds that it %s', async (_what, complaint, make) => {
  await expectComplaint(s3Property(make, ignore), complaint);
});
