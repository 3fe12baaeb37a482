import { titanicQueues } from 'example-titanic/testing/resources';
import { describe, expect, it } from 'vitest';
import { eventFunctions, functions, resourcesOf } from './support/template.js';

const queues = Object.fromEntries(resourcesOf('AWS::SQS::Queue'));
const fourteenDays = 14 * 24 * 60 * 60;

const mappings = eventFunctions.flatMap(([name, { Events, Timeout }]) =>
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has no types here
  Object.values<any>(Events).flatMap(({ Type, Properties }) =>
    Type === 'SQS'
      ? [{ name, Timeout, ...Properties, queue: Properties.Queue['Fn::GetAtt'][0] }]
      : [],
  ),
);
const sources = mappings.map(({ queue }) => queue);
const deadLetterQueues = Object.keys(queues).filter((name) => !sources.includes(name));

describe('event source mappings', () => {
  it('there are two', () => {
    expect(sources).toEqual(['JobsQueue', 'UploadsQueue']);
  });

  it.each(mappings)('of $queue: the reply counts, and so many run at once', (mapping) => {
    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(mapping.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
  });

  it.each(mappings)('$queue hides a message for 6 times the timeout and the window', (mapping) => {
    const { MaximumBatchingWindowInSeconds: window = 0, Timeout, queue } = mapping;
    expect(queues[queue].VisibilityTimeout).toBe(6 * Timeout + window);
  });

  it('a file does not wait behind another one of its batch', () => {
    const { BatchSize } = mappings.find(({ queue }) => queue === 'UploadsQueue') ?? {};
    expect(BatchSize).toBe(1);
  });

  it.each(mappings)('$queue has a dead-letter queue of its own', ({ queue }) => {
    const { 'Fn::GetAtt': target } = queues[queue].RedrivePolicy.deadLetterTargetArn;
    expect(target).toEqual([queue.replace(/Queue$/, 'DeadLetterQueue'), 'Arn']);
  });
});

describe('the queue of jobs', () => {
  it.each(['RestApiFunction', 'SqsJobFunction', 'SweepFunction'])('is told to %s', (name) => {
    const { Environment } = Object.fromEntries(functions)[name] ?? {};
    const url = { 'Fn::GetAtt': ['JobsQueue', 'QueueUrl'] };
    expect(Environment.Variables.JOBS_QUEUE_URL).toEqual(url);
  });
});

describe('queues', () => {
  it.each(deadLetterQueues)('%s keeps for 14 days what somebody has to look at', (name) => {
    expect(queues[name].MessageRetentionPeriod).toBe(fourteenDays);
    expect(queues[name].RedrivePolicy).toBeUndefined();
  });

  it.each(Object.keys(queues))('%s is encrypted', (name) => {
    expect(queues[name].SqsManagedSseEnabled).toBe(true);
  });

  it.each([
    ['JobsQueue', titanicQueues.jobs],
    ['UploadsQueue', titanicQueues.uploads],
  ])('%s gives a message up when it does on this machine', (name, { redrive }) => {
    expect(queues[name].RedrivePolicy.maxReceiveCount).toBe(redrive?.maxReceiveCount);
  });
});

describe('alarms', () => {
  const alarms = resourcesOf('AWS::CloudWatch::Alarm').map(([, properties]) => properties);
  const watched = (metric: string) =>
    alarms
      .filter(({ MetricName }) => MetricName === metric)
      .map(({ Dimensions: [{ Value }] }) => Value.Ref ?? Value['Fn::GetAtt'][0])
      .toSorted();

  it('when anything is in a queue of what failed', () => {
    expect(watched('ApproximateNumberOfMessagesVisible')).toEqual(deadLetterQueues.toSorted());
  });

  it('when messages wait', () => {
    expect(watched('ApproximateAgeOfOldestMessage')).toEqual(sources.toSorted());
  });

  it('when functions fail', () => {
    const names = ['RestApiFunction', ...eventFunctions.map(([name]) => name)];
    expect(watched('Errors')).toEqual(names.toSorted());
    expect(watched('5xx')).toEqual(['HttpApi']);
  });

  it.each([
    ['ApproximateNumberOfMessagesVisible', 'AWS/SQS', 'Maximum'],
    ['ApproximateAgeOfOldestMessage', 'AWS/SQS', 'Maximum'],
    ['Errors', 'AWS/Lambda', 'Sum'],
    ['5xx', 'AWS/ApiGateway', 'Sum'],
  ])(
    '%s: by one is enough, or by what waits for a quarter of an hour or more',
    (metric, of, by) => {
      for (const alarm of alarms.filter(({ MetricName }) => MetricName === metric)) {
        expect(alarm).toMatchObject({
          Namespace: of,
          Statistic: by,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
        });
        const [least, most] = metric === 'ApproximateAgeOfOldestMessage' ? [900, 3600] : [0, 0];
        expect(alarm.Threshold).toBeGreaterThanOrEqual(least);
        expect(alarm.Threshold).toBeLessThanOrEqual(most);
      }
    },
  );

  it('each says what it means, and is sent where the parameter says', () => {
    for (const { AlarmActions, AlarmDescription } of alarms) {
      expect(AlarmDescription).toMatch(/\.$/);
      const to = { 'Fn::If': ['HasAlarmTopic', [{ Ref: 'AlarmTopicArn' }], []] };
      expect(AlarmActions).toEqual(to);
    }
  });
});
