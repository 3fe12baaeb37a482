import type { Problem, Rule } from '../finding.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import type { Model } from '../model/model.js';
import { coversAction } from '../model/permits.js';
import { type BucketInput, bucketInputs, keysIn } from '../model/s3-paths.js';
import { get, knownText, textOf } from '../template/value.js';

const docs = 's3.md#a-handler-that-triggers-itself';
const write =
  '# write to another bucket, or below a prefix that the notification’s filter excludes';

/** A function that writes to where it is triggered from. */
export const s3Recursion: readonly Rule[] = [
  {
    id: 's3-recursion',
    severity: 'error',
    finds:
      'a function that may write to all that triggers it: a notification without a filter, or an output below its input',
    docs,
    check: (model) => loops(model, 'certain'),
  },
  {
    id: 's3-recursion-possible',
    severity: 'warning',
    finds:
      'a function that may write, or whose variables say that it writes, to some of what triggers it',
    docs,
    check: (model) => loops(model, 'possible'),
  },
];

type Certainty = 'certain' | 'possible';

function* loops(model: Model, wanted: Certainty): Generator<Problem> {
  for (const fn of model.functions) {
    for (const input of bucketInputs(fn, model.template, model.queues)) {
      const outputs = [...permittedKeys(fn, input), ...namedKeys(fn, input)];
      const found = outputs.flatMap(({ prefix, by }) => {
        const certainty = loop(input, prefix);
        return certainty ? [{ certainty, by }] : [];
      });
      const worst = found.find(({ certainty }) => certainty === 'certain') ?? found[0];
      if (worst?.certainty !== wanted) continue;
      const from = `${input.bucket.id}${input.prefix && `/${input.prefix}`}`;
      const why = `${worst.by}, and what is written to ${from} invokes ${fn.id} again: it goes round for ever, and each round is paid for`;
      yield { resource: fn.id, property: 'Policies', at: input.at, why, write };
    }
  }
}

/** Whether a key that begins with `output` may be one of the input. */
function loop({ prefix, suffix }: BucketInput, output: string): Certainty | undefined {
  if (output.startsWith(prefix) && suffix === '') return 'certain';
  return output.startsWith(prefix) || prefix.startsWith(output) ? 'possible' : undefined;
}

/** By its role. `*` of all buckets says nothing of where it writes. */
function permittedKeys(fn: LambdaFunction, { bucket }: BucketInput) {
  return fn.grants.statements
    .filter((statement) => coversAction(statement, 's3:PutObject'))
    .flatMap(({ resources }) => resources.filter((resource) => textOf(resource) !== '*'))
    .flatMap((resource) => keysIn(resource, bucket) ?? [])
    .map((prefix) => ({ prefix, by: `the role of ${fn.id} may write to ${bucket.id}/${prefix}*` }));
}

/** By variables such as OUTPUT_BUCKET, and OUTPUT_PREFIX beside it. */
function namedKeys(fn: LambdaFunction, { bucket }: BucketInput) {
  const own = textOf(get(bucket.properties, 'BucketName'));
  return [...fn.env].flatMap(([name, value]) => {
    const [, kind] =
      /^(.*(?:OUTPUT|REJECT|RESULT|TARGET|DEST)\w*?)_?BUCKET(?:_NAME)?$/i.exec(name) ?? [];
    const same = value.kind === 'reference' ? value.to === bucket.id : textOf(value) === own;
    if (kind === undefined || !same) return [];
    const prefix = knownText(fn.env.get(`${kind}_PREFIX`)) ?? '';
    return [{ prefix, by: `${name} is ${bucket.id}` }];
  });
}
