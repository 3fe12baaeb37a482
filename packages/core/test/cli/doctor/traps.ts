import { fileURLToPath } from 'node:url';
import { type Document, isMap, isScalar, isSeq } from 'yaml';
import type { Edit } from './own-template.js';

/** A change of our own template that sets one trap, and the resource where it is to be found. */
export interface Trap {
  readonly resource: string;
  readonly set: (template: Edit) => void;
}

const fixtures = fileURLToPath(new URL('templates', import.meta.url));
const variables = 'Properties.Environment.Variables';
const jobs = `SqsJobFunction.${variables}`;
const jobsMapping = 'SqsJobFunction.Properties.Events.Jobs.Properties';
const layer = (name: string) => ({
  'Fn::Sub': `arn:aws:lambda:\${AWS::Region}:753240598075:layer:LambdaAdapterLayer${name}`,
});
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A function of a zip that reads no queue, with what each of them needs. */
const plain = (changes: object = {}) => ({
  Type: 'AWS::Serverless::Function',
  Properties: {
    PackageType: 'Zip',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'run.sh',
    Timeout: 30,
    Layers: [layer('Arm64:27')],
    Environment: {
      Variables: {
        AWS_LAMBDA_EXEC_WRAPPER: '/opt/bootstrap',
        AWS_LWA_ERROR_STATUS_CODES: '500-599',
      },
    },
    Events: { Nightly: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } } },
    ...changes,
  },
});

const stream = (changes: object) => ({
  Type: 'Kinesis',
  Properties: {
    Stream: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders',
    StartingPosition: 'LATEST',
    MaximumRetryAttempts: 5,
    BisectBatchOnFunctionError: true,
    DestinationConfig: { OnFailure: { Type: 'SQS', Destination: arnOf('FailedEventsQueue') } },
    ...changes,
  },
});

/** A pair of FIFO queues in the place of that of the jobs, read by a function that knows no jobs. */
function fifo({ set, remove }: Edit): void {
  remove(`${jobs}.JOBS_QUEUE_URL`);
  set('JobsQueue.Properties.FifoQueue', true);
  set('JobsDeadLetterQueue.Properties.FifoQueue', true);
}

/** Takes an action out of the statements of a role. */
function removeAction(document: Document, role: string, action: string): void {
  const policy = ['Resources', role, 'Properties', 'Policies', 0];
  const statements = document.getIn([...policy, 'PolicyDocument', 'Statement']);
  if (!isSeq(statements)) throw new Error(`${role} has no statements`);
  for (const statement of statements.items) {
    const actions = isMap(statement) ? statement.get('Action') : undefined;
    if (!isSeq(actions)) continue;
    actions.items = actions.items.filter((item) => !(isScalar(item) && item.value === action));
  }
}

/** One trap for each rule. */
export const traps: Readonly<Record<string, Trap>> = {
  'error-status-codes-missing': {
    resource: 'SqsJobFunction',
    set: ({ remove }) => remove(`${jobs}.AWS_LWA_ERROR_STATUS_CODES`),
  },
  'error-status-codes-invalid': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobs}.AWS_LWA_ERROR_STATUS_CODES`, '5xx'),
  },
  'error-status-codes-on-http': {
    resource: 'RestApiFunction',
    set: ({ document }) =>
      document.setIn(
        ['Globals', 'Function', 'Environment', 'Variables', 'AWS_LWA_ERROR_STATUS_CODES'],
        '500-599',
      ),
  },
  'error-status-codes-in-globals': {
    resource: 'Globals.Function',
    set: ({ document, remove }) => {
      document.setIn(
        ['Globals', 'Function', 'Environment', 'Variables', 'AWS_LWA_ERROR_STATUS_CODES'],
        '500-599',
      );
      remove('RestApiFunction');
    },
  },
  'invoke-mode-stream': {
    resource: 'GenericEventFunction',
    set: ({ set }) =>
      set(`GenericEventFunction.${variables}.AWS_LWA_INVOKE_MODE`, 'RESPONSE_STREAM'),
  },
  'pass-through-path': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobs}.AWS_LWA_PASS_THROUGH_PATH`, '/events?source=sqs'),
  },
  'async-init': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobs}.AWS_LWA_ASYNC_INIT`, 'true'),
  },
  'readiness-status': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobs}.AWS_LWA_READINESS_CHECK_HEALTHY_STATUS`, '201-399'),
  },
  'adapter-port': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobs}.AWS_LWA_READINESS_CHECK_PORT`, 3001),
  },
  'deprecated-variable': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobs}.READINESS_CHECK_PATH`, '/'),
  },
  'adapter-version': {
    resource: 'ZipFunction',
    set: ({ set }) => set('ZipFunction', plain({ Layers: [layer('Arm64:22')] })),
  },
  'adapter-unpinned': {
    resource: 'SqsJobFunction',
    set: ({ set }) =>
      set('SqsJobFunction.Metadata', {
        Dockerfile: 'unpinned.Dockerfile',
        DockerContext: fixtures,
      }),
  },
  'adapter-missing': {
    resource: 'SqsJobFunction',
    set: ({ set }) =>
      set('SqsJobFunction.Metadata', {
        Dockerfile: 'no-adapter.Dockerfile',
        DockerContext: fixtures,
      }),
  },
  'exec-wrapper-missing': {
    resource: 'ZipFunction',
    set: ({ set, remove }) => {
      set('ZipFunction', plain());
      remove(`ZipFunction.${variables}.AWS_LAMBDA_EXEC_WRAPPER`);
    },
  },
  'layer-architecture': {
    resource: 'ZipFunction',
    set: ({ set, document }) => {
      document.deleteIn(['Globals', 'Function', 'Architectures']);
      set('ZipFunction', plain({ Layers: [layer('X86:27')] }));
    },
  },
  'http-and-events': {
    resource: 'GenericEventFunction',
    set: ({ set }) =>
      set('GenericEventFunction.Properties.FunctionUrlConfig', { AuthType: 'NONE' }),
  },
  'function-timeout': {
    resource: 'GenericEventFunction',
    set: ({ set }) => set('GenericEventFunction.Properties.Timeout', 901),
  },
  'timeout-missing': {
    resource: 'GenericEventFunction',
    set: ({ remove }) => remove('GenericEventFunction.Properties.Timeout'),
  },
  'http-timeout': {
    resource: 'RestApiFunction',
    set: ({ set }) => set('RestApiFunction.Properties.Timeout', 60),
  },
  'function-memory': {
    resource: 'GenericEventFunction',
    set: ({ set }) => set('GenericEventFunction.Properties.MemorySize', 128),
  },
  'report-batch-item-failures': {
    resource: 'SqsJobFunction.Events.Jobs',
    set: ({ remove }) => remove(`${jobsMapping}.FunctionResponseTypes`),
  },
  'visibility-below-timeout': {
    resource: 'JobsQueue',
    set: ({ remove }) => remove('JobsQueue.Properties.VisibilityTimeout'),
  },
  'visibility-timeout': {
    resource: 'JobsQueue',
    set: ({ set }) => set(`${jobsMapping}.MaximumBatchingWindowInSeconds`, 1),
  },
  'redrive-missing': {
    resource: 'JobsQueue',
    set: ({ remove }) => remove('JobsQueue.Properties.RedrivePolicy'),
  },
  'dead-letter-retention': {
    resource: 'JobsDeadLetterQueue',
    set: ({ remove }) => remove('JobsDeadLetterQueue.Properties.MessageRetentionPeriod'),
  },
  'dead-letter-queue-type': {
    resource: 'JobsDeadLetterQueue',
    set: (template) => {
      fifo(template);
      template.remove('JobsDeadLetterQueue.Properties.FifoQueue');
    },
  },
  'max-receive-count-of-jobs': {
    resource: 'JobsQueue',
    set: ({ set }) => set('JobsQueue.Properties.RedrivePolicy.maxReceiveCount', 12),
  },
  'max-receive-count': {
    resource: 'UploadsQueue',
    set: ({ set }) => set('UploadsQueue.Properties.RedrivePolicy.maxReceiveCount', 4),
  },
  'fifo-name': {
    resource: 'JobsQueue',
    set: (template) => {
      fifo(template);
      template.set('JobsQueue.Properties.QueueName', 'jobs');
    },
  },
  'fifo-batching': {
    resource: 'SqsJobFunction.Events.Jobs',
    set: (template) => {
      fifo(template);
      template.set(`${jobsMapping}.MaximumBatchingWindowInSeconds`, 5);
      template.set('JobsQueue.Properties.VisibilityTimeout', 725);
    },
  },
  'fifo-worker': {
    resource: 'JobsQueue',
    set: ({ set }) => {
      set('JobsQueue.Properties.FifoQueue', true);
      set('JobsDeadLetterQueue.Properties.FifoQueue', true);
    },
  },
  'batch-window': {
    resource: 'SqsJobFunction.Events.Jobs',
    set: ({ set }) => set(`${jobsMapping}.BatchSize`, 11),
  },
  'csv-batch-size': {
    resource: 'S3CsvFunction.Events.Uploads',
    set: ({ remove }) => remove('S3CsvFunction.Properties.Events.Uploads.Properties.BatchSize'),
  },
  'shared-queue': {
    resource: 'Second.Events.Jobs',
    set: ({ set, document }) => {
      set('Second', document.getIn(['Resources', 'SqsJobFunction']));
    },
  },
  'maximum-concurrency': {
    resource: 'SqsJobFunction.Events.Jobs',
    set: ({ set }) => set('SqsJobFunction.Properties.ReservedConcurrentExecutions', 5),
  },
  'reserved-concurrency': {
    resource: 'SqsJobFunction.Events.Jobs',
    set: ({ set, remove }) => {
      set('SqsJobFunction.Properties.ReservedConcurrentExecutions', 5);
      remove(`${jobsMapping}.ScalingConfig`);
    },
  },
  'change-message-visibility': {
    resource: 'SqsJobFunction',
    set: ({ document }) => removeAction(document, 'SqsJobRole', 'sqs:ChangeMessageVisibility'),
  },
  'poller-permissions': {
    resource: 'SqsJobFunction',
    set: ({ document }) => removeAction(document, 'SqsJobRole', 'sqs:DeleteMessage'),
  },
  'recursive-loop': {
    resource: 'S3CsvFunction',
    set: ({ remove }) => remove('S3CsvFunction.Properties.RecursiveLoop'),
  },
  'asynchronous-failures': {
    resource: 'GenericEventFunction',
    set: ({ set, remove }) => {
      remove('GenericEventFunction.Properties.EventInvokeConfig');
      set('GenericEventFunction.Properties.Events.Orders', {
        Type: 'EventBridgeRule',
        Properties: { Pattern: { source: ['orders'] } },
      });
    },
  },
  'sns-redrive': {
    resource: 'JobsSubscription',
    set: ({ set }) =>
      set('JobsSubscription', {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          Protocol: 'sqs',
          TopicArn: { Ref: 'AlarmTopicArn' },
          Endpoint: arnOf('JobsQueue'),
        },
      }),
  },
  's3-recursion': {
    resource: 'S3CsvFunction',
    set: ({ set, remove }) => {
      set(`S3CsvFunction.${variables}.REJECTS_BUCKET`, { Ref: 'UploadsBucket' });
      remove('UploadsBucket.Properties.NotificationConfiguration.QueueConfigurations.0.Filter');
    },
  },
  's3-recursion-possible': {
    resource: 'S3CsvFunction',
    set: ({ set }) => set(`S3CsvFunction.${variables}.REJECTS_BUCKET`, { Ref: 'UploadsBucket' }),
  },
  'stream-retries': {
    resource: 'GenericEventFunction.Events.Orders',
    set: ({ set }) =>
      set(
        'GenericEventFunction.Properties.Events.Orders',
        stream({ MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 }),
      ),
  },
  'stream-destination': {
    resource: 'GenericEventFunction.Events.Orders',
    set: ({ set }) =>
      set('GenericEventFunction.Properties.Events.Orders', stream({ DestinationConfig: {} })),
  },
  'stream-bisect': {
    resource: 'GenericEventFunction.Events.Orders',
    set: ({ set }) =>
      set(
        'GenericEventFunction.Properties.Events.Orders',
        stream({ BisectBatchOnFunctionError: false }),
      ),
  },
  'jobs-table-index': {
    resource: 'JobsTable',
    set: ({ remove }) => remove('JobsTable.Properties.GlobalSecondaryIndexes'),
  },
  'jobs-table-ttl': {
    resource: 'JobsTable',
    set: ({ set }) => set('JobsTable.Properties.TimeToLiveSpecification.Enabled', false),
  },
  'jobs-table-backup': {
    resource: 'JobsTable',
    set: ({ remove }) => remove('JobsTable.Properties.PointInTimeRecoverySpecification'),
  },
  'csv-table-ttl': {
    resource: 'CsvTable',
    set: ({ set }) => set('CsvTable.Properties.TimeToLiveSpecification.AttributeName', 'ttl'),
  },
};
