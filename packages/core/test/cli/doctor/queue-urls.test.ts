import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../../src/cli/doctor/check-template.js';
import { parseTemplate } from '../../../src/cli/doctor/template/read-template.js';

/** A worker on a queue, beside a dead-letter queue and another one, with a variable and policies. */
const template = (variable: string, policies = '[]') => `
Parameters: { Given: { Type: String }, Known: { Type: String, Default: "arn:aws:sqs:a-b-1:12:known" } }
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      PackageType: Image
      MemorySize: 512
      Timeout: 30
      Policies: ${policies}
      Environment:
        Variables:
          AWS_LWA_ERROR_STATUS_CODES: 500-599
          ${variable}
      Events:
        Orders:
          Type: SQS
          Properties:
            Queue: !GetAtt Orders.Arn
            FunctionResponseTypes: [ReportBatchItemFailures]
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5 }
  Dead:
    Type: AWS::SQS::Queue
    Properties: { MessageRetentionPeriod: 1209600 }
  Bills:
    Type: AWS::SQS::Queue
    Properties: { QueueName: bills }
  Topic: { Type: AWS::SNS::Topic }
`;

const diagnose = (text: string) => {
  const { findings, notKnown } = checkTemplate(parseTemplate('a.yaml', text));
  return { findings, notKnown: notKnown.filter(({ property }) => property.includes('URL')) };
};
const ofRule = (rule: string, text: string) =>
  diagnose(text).findings.filter((finding) => finding.rule === rule);

describe('a variable of a URL', () => {
  const said = (variable: string) =>
    ofRule('queue-url', template(variable)).map(({ property, at, why, write }) => {
      return [
        property,
        at.line,
        /\w+ is (an? \w+)/.exec(why)?.[1],
        write.split('\n').at(-1)?.trim(),
      ];
    });
  const property = (name: string) => `Environment.Variables.${name}`;
  const name = 'DEAD_LETTER_QUEUE_URL';

  it.each([
    ['!GetAtt Dead.Arn', 'an ARN', '!Ref Dead'],
    ['!GetAtt Dead.QueueName', 'a name', '!Ref Dead'],
    [`!Sub "\${Dead.Arn}"`, 'an ARN', '!Ref Dead'],
    [`!Sub "arn:aws:sqs:\${AWS::Region}:12:bills"`, 'an ARN', '!Ref Bills'],
    ['arn:aws:sqs:eu-central-1:12:other', 'an ARN', urlOf('eu-central-1', '12')],
    [
      `!Sub "arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:other"`,
      'an ARN',
      urlOf(`\${AWS::Region}`, `\${AWS::AccountId}`),
    ],
    ['!Ref Known', 'an ARN', urlOf('a-b-1', '12').replace('other', 'known')],
  ])('that is %s is %s', (value, what, line) => {
    expect(said(`${name}: ${value}`)).toEqual([[property(name), 14, what, `${name}: ${line}`]]);
  });

  it.each(['QUEUE_URL', 'OrdersQueueUrl', 'A_QUEUE_URL'])('may be called %s', (variable) => {
    expect(said(`${variable}: !GetAtt Dead.Arn`)).toHaveLength(1);
  });

  it.each([
    `${name}: !Ref Dead`,
    `${name}: !GetAtt Dead.QueueUrl`,
    `${name}: https://sqs.eu-central-1.amazonaws.com/12/a`,
    `${name}: !Ref Given`,
    `${name}: !ImportValue a`,
    `${name}: !GetAtt Topic.TopicArn`,
    'DEAD_LETTER_QUEUE_ARN: !GetAtt Dead.Arn',
  ])('is right, or not known: %s', (variable) => expect(said(variable)).toEqual([]));
});

/** The URL of a queue that the template does not have. */
function urlOf(region: string, account: string): string {
  return `!Sub https://sqs.${region}.\${AWS::URLSuffix}/${account}/other`;
}

describe('the right to send', () => {
  const said = (url: string, policies?: string) =>
    ofRule('queue-url-permissions', template(`SOME_QUEUE_URL: !Ref ${url}`, policies));
  const statement = (actions: string, resource: string) =>
    `[{ Statement: [{ Effect: Allow, Action: ${actions}, Resource: ${resource} }] }]`;

  it('to the dead-letter queue of what it reads is missed', () => {
    const [finding] = said('Dead');
    expect(finding?.why).toContain('may not send to Dead');
    expect(finding?.write).toBe(
      'Policies:\n  - SQSSendMessagePolicy: { QueueName: !GetAtt Dead.QueueName }',
    );
    expect(said('Dead', statement('sqs:GetQueueAttributes', '!GetAtt Dead.Arn'))).toHaveLength(1);
  });

  it('is there', () => {
    const policy = '[{ SQSSendMessagePolicy: { QueueName: !GetAtt Dead.QueueName } }]';
    expect(said('Dead', policy)).toEqual([]);
    expect(said('Dead', statement('"sqs:Send*"', '!GetAtt Dead.Arn'))).toEqual([]);
  });

  it('to another queue is missed where the role may do nothing with it', () => {
    expect(said('Bills').map(({ why }) => why)).toEqual([
      expect.stringContaining('may do nothing with Bills'),
    ]);
    expect(said('Bills', statement('sqs:SendMessage', '!GetAtt Dead.Arn'))).toHaveLength(1);
  });

  it('to another queue is not asked for where the role may do something else with it', () => {
    expect(said('Bills', statement('sqs:PurgeQueue', '!GetAtt Bills.Arn'))).toEqual([]);
  });

  it('is not asked for on the queue that it reads, whose rules are others', () => {
    expect(said('Orders')).toEqual([]);
  });

  it('may come from the queue’s own policy', () => {
    const policy = '  P: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Dead] } }\n';
    const text = template('SOME_QUEUE_URL: !Ref Dead') + policy;
    expect(ofRule('queue-url-permissions', text)).toEqual([]);
  });

  it.each([
    ['a policy from elsewhere', '[!Ref Given]'],
    [
      'all but something',
      '[{ Statement: [{ Effect: Allow, NotAction: "iam:*", Resource: "*" }] }]',
    ],
  ])('is not known with %s', (_name, policies) => {
    const { findings, notKnown } = diagnose(template('SOME_QUEUE_URL: !Ref Dead', policies));
    expect(findings.filter(({ rule }) => rule === 'queue-url-permissions')).toEqual([]);
    expect(notKnown.map(({ notKnown }) => notKnown)).toEqual([
      'whether its role may send to Dead is not in this template',
    ]);
  });
});
