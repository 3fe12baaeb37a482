import type { Model } from '../model/model.js';

/** How long SQS keeps a message at the most, in seconds. */
export const twoWeeks = 1_209_600;

/** The lines of a queue for what failed; none where the template has a resource of that name. */
export function newQueue(id: string, { template }: Model, fifo = false): readonly string[] {
  if (template.resources.has(id)) return [];
  return [
    '# under Resources',
    `${id}:`,
    '  Type: AWS::SQS::Queue',
    '  Properties:',
    // CloudFormation makes it a name, which ends with .fifo.
    ...(fifo ? ['    FifoQueue: true'] : []),
    `    MessageRetentionPeriod: ${twoWeeks}`,
  ];
}

/** The lines of a policy that lets services send to a queue. */
export function newQueuePolicy(
  queue: string,
  services: readonly string[],
  { template }: Model,
): readonly string[] {
  const id = ['Policy', 'SenderPolicy', 'SendersPolicy']
    .map((ending) => `${queue}${ending}`)
    .find((name) => !template.resources.has(name));
  return [
    '# under Resources',
    `${id ?? `${queue}QueuePolicy`}:`,
    '  Type: AWS::SQS::QueuePolicy',
    '  Properties:',
    `    Queues: [!Ref ${queue}]`,
    '    PolicyDocument:',
    '      Version: "2012-10-17"',
    '      Statement:',
    '        - Effect: Allow',
    `          Principal: { Service: [${services.join(', ')}] }`,
    '          Action: sqs:SendMessage',
    `          Resource: !GetAtt ${queue}.Arn`,
    '          Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }',
  ];
}
