import fc from 'fast-check';
import type { Deed, NonRetriablePlan, Receipt, Scenario } from './scenario.js';

const troubles: Deed[] = ['hang', 'obey', 'give-in', 'too-late', 'crash', 'block'];

const deed = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Deed>('succeed') },
  { weight: 4, arbitrary: fc.constant<Deed>('throw') },
  { weight: 4, arbitrary: fc.constantFrom<Deed>('give-up', 'put-off') },
  { weight: 3, arbitrary: fc.constantFrom<Deed>(...troubles) },
);

const onNonRetriable = fc.constantFrom<NonRetriablePlan[]>(
  ...(['redrive', 'acknowledge', 'resolves', 'throws', 'hangs', 'sends'] as const),
);

// Mostly at once or soon; seldom so long that the deadline of a few seconds comes into it.
const duration = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5000 }) },
);

const mostly = (usual: boolean) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constant(!usual) },
  );

const receipt: fc.Arbitrary<Receipt> = fc.record({
  deed,
  ms: duration,
  seconds: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constantFrom(0, 0.5, 43_200)),
  copy: fc.oneof(
    { weight: 6, arbitrary: fc.constant('none' as const) },
    { weight: 2, arbitrary: fc.constantFrom('same-batch' as const, 'another-batch' as const) },
  ),
  deletionFails: mostly(false),
  sqsRefuses: mostly(false),
  rank: fc.nat(3),
});

const message = fc.record({
  sentAfter: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat(30_000) },
  ),
  group: fc.constantFrom('a', 'b', 'c'),
  body: fc.oneof(
    { weight: 7, arbitrary: fc.constant('valid' as const) },
    { weight: 1, arbitrary: fc.constantFrom('malformed' as const, 'refused-by-schema' as const) },
  ),
  receipts: fc
    .tuple(receipt, fc.array(receipt, { maxLength: 2 }))
    .map(([first, rest]): [Receipt, ...Receipt[]] => [first, ...rest]),
});

/** Any scenario that AWS would let one configure, from one message to a dozen. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    fifo: fc.boolean(),
    timeout: fc.integer({ min: 1, max: 8 }),
    signalAfter: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(0, 5, 500, 'never' as const) },
    ),
    visibilityFactor: fc.constantFrom(1, 2, 6),
    maxReceiveCount: fc.integer({ min: 1, max: 5 }),
    givesAheadOfFlight: fc.boolean(),
    mapping: fc.record({
      batchSize: fc.oneof(fc.constant(10), fc.integer({ min: 1, max: 10 })),
      reportBatchItemFailures: mostly(true),
      maximumConcurrency: fc.integer({ min: 1, max: 3 }),
      messagesPerGroup: fc.constantFrom(10, 1, 2),
    }),
    handler: fc.record({
      concurrency: fc.constantFrom(10, 1, 2, 3),
      reportBatchItemFailures: mostly(true),
      throwOnFullBatchFailure: fc.boolean(),
      onNonRetriable,
      deadlineMarginMs: fc.constantFrom(undefined, undefined, 1, 100, 3000),
      retryDelay: fc.constantFrom(undefined, undefined, 0, 0.5, 20),
    }),
    messages: fc.array(message, { minLength: 1, maxLength: 12, size: 'max' }),
  })
  .map(({ fifo, maxReceiveCount, givesAheadOfFlight, visibilityFactor, timeout, ...rest }) => {
    // Lambda refuses a visibility timeout below the function's.
    const visibilityTimeout = timeout * visibilityFactor;
    const queue = { fifo, maxReceiveCount, givesAheadOfFlight, visibilityTimeout };
    return { ...rest, timeout, queue };
  });
