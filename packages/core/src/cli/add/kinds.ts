/** What a new handler can be of, and what it needs installed beside lwa-bridge. */
export const kinds = {
  sqs: { serves: 'messages of an SQS queue', packages: [] },
  s3: { serves: 'uploads to a bucket, through SQS', packages: [] },
  csv: {
    serves: 'the rows of CSV files, uploaded to a bucket',
    packages: ['@aws-sdk/client-s3', '@aws-sdk/client-dynamodb', '@aws-sdk/client-sqs'],
  },
  job: {
    serves: 'jobs with a state, an output and retries',
    packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/client-sqs'],
  },
  event: { serves: 'any event: a schedule, a rule of EventBridge, an invoke', packages: [] },
} as const satisfies Record<string, { serves: string; packages: readonly string[] }>;

export type Kind = keyof typeof kinds;
