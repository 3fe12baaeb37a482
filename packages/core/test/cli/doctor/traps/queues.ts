import type { Edit } from '../own-template.js';
import { arnOf, jobsMapping, jobsVariables, type Traps } from './trap.js';

/** A pair of FIFO queues in the place of that of the jobs, read by a function that knows no jobs. */
function fifo({ set, remove }: Edit): void {
  remove(`${jobsVariables}.JOBS_QUEUE_URL`);
  set('JobsQueue.Properties.FifoQueue', true);
  set('JobsDeadLetterQueue.Properties.FifoQueue', true);
}

/** Queues and their mappings. */
export const queueTraps: Traps = {
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
  'redrive-target': {
    resource: 'JobsQueue',
    set: ({ set }) =>
      set('JobsQueue.Properties.RedrivePolicy.deadLetterTargetArn', arnOf('JobsDeadLetters')),
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
    set: ({ set }) => {
      set(`${jobsMapping}.BatchSize`, 11);
      // Enough for the window that is missing.
      set('JobsQueue.Properties.VisibilityTimeout', 725);
    },
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
  'queue-policy-missing': {
    resource: 'JobsQueue',
    set: ({ set }) =>
      set('JobsRule', {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: ['orders'] },
          Targets: [{ Id: 'jobs', Arn: arnOf('JobsQueue') }],
        },
      }),
  },
};
