// Checked by `tsc -p packages/core`: which options of s3Handler compile.
import { type ObjectContext, type S3Object, s3Handler } from '../../src/index.js';
import type { Equal, Expect } from './expect-type.js';

const work = () => {};

s3Handler(work, { events: ['ObjectCreated:Put', 's3:ObjectRemoved:*', 'LifecycleTransition'] });
s3Handler(work, {
  events: ['*'],
  bucket: 'in',
  otherBuckets: 'skip',
  prefix: 'a/',
  suffix: '.csv',
});
s3Handler(work, { output: { bucket: 'out' } });
s3Handler(work, { output: { prefix: 'done/' } });
s3Handler(work, { output: [{ bucket: 'out' }, { prefix: 'done/', suffix: '.json' }] });

// @ts-expect-error: a misspelt event
s3Handler(work, { events: ['ObjectCreate:*'] });
// @ts-expect-error: its events have a kind
s3Handler(work, { events: ['ObjectCreated'] });
// @ts-expect-error: an output says where it is
s3Handler(work, { output: {} });
// @ts-expect-error: a suffix alone does not say where
s3Handler(work, { output: { suffix: '.json' } });
// @ts-expect-error: an output is no text
s3Handler(work, { output: 'done/' });
// @ts-expect-error: an option of the handler, not of its output
s3Handler(work, { output: { prefix: 'done/', events: ['*'] } });
// @ts-expect-error: neither fails nor skips
s3Handler(work, { bucket: 'in', otherBuckets: 'ignore' });
// @ts-expect-error: the body is a notification already
s3Handler(work, { schema: {} });
// @ts-expect-error: and so it is JSON
s3Handler(work, { body: 'text' });

s3Handler((object, context) => {
  type Arguments = Expect<[Equal<typeof object, S3Object>, Equal<typeof context, ObjectContext>]>;
  type Same = Expect<[Equal<typeof context.object, S3Object>]>;
  return [] as (Arguments | Same)[];
});
