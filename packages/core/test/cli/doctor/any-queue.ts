import fc from 'fast-check';
import type { Json } from './mutate.js';

const get = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
/** One of the values, or none. */
const maybe = <T>(...values: readonly T[]) => fc.constantFrom(undefined, ...values);

const variables = fc.record({
  AWS_LWA_ERROR_STATUS_CODES: maybe('500-599', '200-599'),
  AWS_LWA_PORT: maybe('8080', '80'),
  AWS_LWA_READINESS_CHECK_PORT: maybe('8080', '3001'),
  READINESS_CHECK_PORT: maybe('3001'),
  ASYNC_INIT: maybe('true'),
  JOBS_QUEUE_URL: maybe<Json>({ Ref: 'Orders' }, get('Orders')),
  CSV_TABLE: maybe('checkpoints'),
  DEAD_LETTER_QUEUE_URL: maybe<Json>({ Ref: 'Dead' }, get('Dead'), get('Dead', 'QueueName')),
});

const mapping = fc.record({
  BatchSize: maybe(1, 10, 11, 20_000),
  MaximumBatchingWindowInSeconds: maybe(0, 1, 300),
  FunctionResponseTypes: maybe(['ReportBatchItemFailures']),
  ScalingConfig: maybe(...[1, 2, 10, 2000].map((most) => ({ MaximumConcurrency: most }))),
});

const fn = fc
  .record({
    mapping,
    variables,
    settings: fc.record({
      Timeout: maybe(0, 3, 30, 900, 1000),
      MemorySize: maybe(128, 512),
      ReservedConcurrentExecutions: maybe(0, 1, 2, 5, 2000),
      RecursiveLoop: maybe('Allow'),
      Policies: maybe<Json>('AmazonSQSFullAccess', [{ SQSPollerPolicy: { QueueName: '*' } }]),
    }),
  })
  .map(({ mapping, variables, settings }) => ({
    Type: 'AWS::Serverless::Function',
    Properties: {
      ...settings,
      PackageType: 'Image',
      ImageUri: 'orders:1',
      Environment: { Variables: { ...variables, AWS_LWA_PASS_THROUGH_PATH: '/events' } },
      Events: { Orders: { Type: 'SQS', Properties: { ...mapping, Queue: get('Orders') } } },
    },
  }));

const redrivePolicy = fc.record({
  deadLetterTargetArn: maybe(get('Dead'), get('Gone')),
  maxReceiveCount: maybe(1, 5, 13, 20),
});
const queue = (settings: Record<string, fc.Arbitrary<Json>>) =>
  fc.record(settings).map((Properties) => ({ Type: 'AWS::SQS::Queue', Properties }));
const retention = maybe(60, 345_600, 1_209_600);

const bucket = {
  Type: 'AWS::S3::Bucket',
  Properties: {
    NotificationConfiguration: {
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: get('Orders') }],
    },
  },
};
const subscription = {
  Type: 'AWS::SNS::Subscription',
  Properties: {
    Protocol: 'sqs',
    TopicArn: 'arn:aws:sns:eu-central-1:1:a',
    Endpoint: get('Orders'),
  },
};

/** Templates of a queue that one function reads, or two: right and wrong in every way that goes with the others. */
export const anyQueue: fc.Arbitrary<Json> = fc.record({
  Resources: fc.record({
    Worker: fn,
    Second: fc.option(fn, { nil: undefined }),
    Orders: queue({
      VisibilityTimeout: maybe(3, 30, 180, 6000),
      MessageRetentionPeriod: retention,
      RedrivePolicy: fc.option(redrivePolicy, { nil: undefined }),
      FifoQueue: maybe(true),
    }),
    Dead: queue({
      MessageRetentionPeriod: retention,
      FifoQueue: maybe(true),
      QueueName: maybe('dead'),
    }),
    Bucket: maybe(bucket),
    Subscription: maybe(subscription),
  }),
});
