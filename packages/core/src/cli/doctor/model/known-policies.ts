// Of each policy only what the rules ask for: the actions of queues and buckets.

const managed: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  AmazonS3FullAccess: ['s3:*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AWSLambdaBasicExecutionRole: [],
  AWSLambdaDynamoDBExecutionRole: [],
  AWSLambdaKinesisExecutionRole: [],
  AWSLambdaSQSQueueExecutionRole: [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
  ],
  AWSLambdaVPCAccessExecutionRole: [],
  AWSXRayDaemonWriteAccess: [],
  AWSXrayWriteOnlyAccess: [],
  CloudWatchLambdaInsightsExecutionRolePolicy: [],
};

const templates: Readonly<Record<string, readonly string[]>> = {
  SQSPollerPolicy: [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
  ],
  SQSSendMessagePolicy: ['sqs:SendMessage'],
  S3CrudPolicy: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
  S3FullAccessPolicy: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
  S3WritePolicy: ['s3:PutObject'],
};

/** What a managed policy of AWS allows; `undefined` for one that is not known. */
export function managedActions(name: string): readonly string[] | undefined {
  return Object.hasOwn(managed, name) ? managed[name] : undefined;
}

/** What a policy template of SAM allows. */
export function templateActions(name: string): readonly string[] {
  return Object.hasOwn(templates, name) ? (templates[name] ?? []) : [];
}
