/** A price or a limit of AWS, and where it is published. */
export interface Fact {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

const fact = (what: string, value: number, unit: string, source: string): Fact => ({
  ...{ what, value, unit, source },
});

const dynamodb = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const sqs = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

/** On demand, us-east-1, without free tiers and discounts, in dollars. */
export const prices = {
  writeUnit: fact(
    ...(['DynamoDB, on demand', 0.625e-6, 'a write unit'] as const),
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  ),
  writeCapacity: fact(
    ...(['DynamoDB, provisioned', 0.00065, 'a write unit a second, an hour'] as const),
    'https://aws.amazon.com/dynamodb/pricing/provisioned/',
  ),
  storage: fact(
    ...(['DynamoDB, storage', 0.25, 'a GB, a month'] as const),
    'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  ),
  sqsRequest: fact(
    'SQS, standard queue',
    0.4e-6,
    'a request',
    'https://aws.amazon.com/sqs/pricing/',
  ),
  invocation: fact('Lambda', 0.2e-6, 'an invocation', 'https://aws.amazon.com/lambda/pricing/'),
  gbSecond: fact(
    ...(['Lambda, arm64', 0.0000133334, 'a GB-second'] as const),
    'https://aws.amazon.com/lambda/pricing/',
  ),
  logs: fact('CloudWatch Logs', 0.5, 'a GB', 'https://aws.amazon.com/cloudwatch/pricing/'),
};

/** Limits, before anybody asks for more where that is possible. */
export const limits = {
  partitionWrites: fact(
    ...(['DynamoDB, under one key', 1000, 'write units a second'] as const),
    `${dynamodb}/bp-partition-key-design.html`,
  ),
  newTableWrites: fact(
    ...(['DynamoDB, a new table or index on demand', 4000, 'write units a second'] as const),
    `${dynamodb}/on-demand-capacity-mode.html`,
  ),
  tableWrites: fact(
    ...(['DynamoDB, a table or index, can be raised', 40_000, 'write units a second'] as const),
    `${dynamodb}/ServiceQuotas.html`,
  ),
  inFlight: fact(
    ...(['SQS, in flight in one queue', 120_000, 'messages'] as const),
    `${sqs}/quotas-messages.html`,
  ),
  accountConcurrency: fact(
    ...(['Lambda, an account in a region, can be raised', 1000, 'at once'] as const),
    `${lambda}/gettingstarted-limits.html`,
  ),
  mappingConcurrency: fact(
    ...(['event source mapping', 1250, 'invocations at once'] as const),
    `${lambda}/services-sqs-scaling.html`,
  ),
  mappingStart: fact(
    ...(['event source mapping, at first', 5, 'invocations at once'] as const),
    `${lambda}/services-sqs-scaling.html`,
  ),
  mappingRamp: fact(
    ...(['event source mapping, then more each minute', 300, 'invocations at once'] as const),
    `${lambda}/services-sqs-scaling.html`,
  ),
};
