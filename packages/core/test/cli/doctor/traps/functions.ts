import { type Document, isMap, isScalar, isSeq } from 'yaml';
import { arnOf, jobsVariables, type Traps, variables } from './trap.js';

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

/** What functions are, may do, and are invoked by. */
export const functionTraps: Traps = {
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
  'change-message-visibility': {
    resource: 'SqsJobFunction',
    set: ({ document }) => removeAction(document, 'SqsJobRole', 'sqs:ChangeMessageVisibility'),
  },
  'poller-permissions': {
    resource: 'SqsJobFunction',
    set: ({ document }) => removeAction(document, 'SqsJobRole', 'sqs:DeleteMessage'),
  },
  'queue-url': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.JOBS_QUEUE_URL`, arnOf('JobsQueue')),
  },
  'queue-url-permissions': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.DEAD_LETTER_QUEUE_URL`, { Ref: 'JobsDeadLetterQueue' }),
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
    set: ({ set, add }) => {
      add('UploadsQueuePolicy.Properties.Queues', { Ref: 'JobsQueue' });
      set('JobsSubscription', {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          Protocol: 'sqs',
          TopicArn: { Ref: 'AlarmTopicArn' },
          Endpoint: arnOf('JobsQueue'),
        },
      });
    },
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
};
