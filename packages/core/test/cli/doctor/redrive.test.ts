import { describe, expect, it } from 'vitest';
import { type Document, parseDocument, type YAMLMap } from 'yaml';
import { cloudFormationTags } from '../../../src/cli/doctor/template/cloudformation-tags.js';
import { doctorAfter, type Edit } from './own-template.js';

const policy = 'JobsQueue.Properties.RedrivePolicy';
const target = `${policy}.deadLetterTargetArn`;
const why = (edit: (template: Edit) => void) => doctorAfter(edit).findings.map((each) => each.why);

/** Does what the lines say: what is not RedrivePolicy goes under Resources. */
function paste(lines: string, document: Document): void {
  const written = parseDocument<YAMLMap>(lines, { customTags: cloudFormationTags });
  for (const { key, value } of written.contents?.items ?? []) {
    const isPolicy = String(key) === 'RedrivePolicy';
    document.setIn(['Resources', ...(isPolicy ? policy.split('.') : [String(key)])], value);
  }
}

function withoutDeadLetters({ remove }: Edit): void {
  remove(policy);
  remove('JobsDeadLetterQueue');
}

function fifo({ set, remove }: Edit): void {
  remove('SqsJobFunction.Properties.Environment.Variables.JOBS_QUEUE_URL');
  set('JobsQueue.Properties.FifoQueue', true);
}

describe('what to write instead of no redrive policy', () => {
  it.each([
    ['a queue of jobs', () => {}, 'maxReceiveCount: 13'],
    ['a FIFO queue', fifo, 'FifoQueue: true'],
    [
      'another queue',
      ({ remove }: Edit) =>
        remove('SqsJobFunction.Properties.Environment.Variables.JOBS_QUEUE_URL'),
      'maxReceiveCount: 5',
    ],
  ])('is both resources, after which %s is clean', (_, change, line) => {
    const before = (template: Edit) => {
      withoutDeadLetters(template);
      change(template);
    };
    const [finding, ...others] = doctorAfter(before).findings;
    expect([finding?.rule, others]).toEqual(['redrive-missing', []]);
    expect(finding?.write).toContain(line);
    const after = doctorAfter((template) => {
      before(template);
      paste(finding?.write ?? '', template.document);
    });
    expect([after.findings, after.notKnown]).toEqual([[], []]);
  });

  it('is the policy alone where the queue is there', () => {
    const [finding] = doctorAfter(({ remove }) => remove(policy)).findings;
    expect(finding?.write).not.toContain('AWS::SQS::Queue');
  });
});

describe('a dead-letter queue', () => {
  it.each([
    { Ref: 'Gone' },
    { 'Fn::GetAtt': ['Gone', 'Arn'] },
    { 'Fn::Sub': ['${', 'Gone.Arn}'].join('') },
  ])('that the template does not have is found: %j', (arn) => {
    expect(why(({ set }) => set(target, arn))).toEqual([
      'the template has no resource Gone: CloudFormation refuses it',
    ]);
  });

  it('that is not given is found', () => {
    expect(why(({ remove }) => remove(target))).toEqual([expect.stringContaining('leads nowhere')]);
  });

  it.each([
    ['an import', { 'Fn::ImportValue': 'dead' }, 'only known when deployed'],
    ['of another account', 'arn:aws:sqs:eu-central-1:123456789012:dead', 'not in this template'],
    ['no queue', { 'Fn::GetAtt': ['UploadsBucket', 'Arn'] }, 'not in this template'],
    ['maybe of SAM', { Ref: 'SqsJobFunctionDeadQueue' }, 'only known when deployed'],
  ])('that is %s is not known', (_, arn, text) => {
    const { findings, notKnown } = doctorAfter(({ set }) => set(target, arn));
    expect([findings, notKnown]).toEqual([
      [],
      [expect.objectContaining({ resource: 'JobsQueue', notKnown: expect.stringContaining(text) })],
    ]);
  });

  it('may come from a macro', () => {
    const { findings, notKnown } = doctorAfter(({ set, document }) => {
      set(target, { 'Fn::GetAtt': ['Gone', 'Arn'] });
      document.set('Transform', document.createNode(['AWS::Serverless-2016-10-31', 'OurMacro']));
    });
    expect([findings, notKnown.map(({ resource }) => resource)]).toEqual([
      [],
      ['Transform', 'JobsQueue'],
    ]);
  });
});

describe('the retention of a dead-letter queue is told in days', () => {
  const retention = 'JobsDeadLetterQueue.Properties.MessageRetentionPeriod';
  it('of a standard queue, and why as long is not enough', () => {
    expect(why(({ set }) => set(retention, 345_600))).toEqual([
      'a message keeps its age when it is moved here from JobsQueue, where it may be up to 4 days old, and is deleted here when it is 4 days old: as long is not enough, for one that fails late is deleted before anybody sees it',
    ]);
  });

  it('of a FIFO queue, where the time begins anew', () => {
    const change = (seconds: number) => (template: Edit) => {
      fifo(template);
      template.set('JobsDeadLetterQueue.Properties.FifoQueue', true);
      template.set(retention, seconds);
    };
    expect(why(change(345_600))).toEqual([]);
    expect(why(change(86_400))).toEqual([expect.stringMatching(/1 day here and 4 days in JobsQ/)]);
    expect(why(change(3600))).toEqual([expect.stringContaining('3600 seconds here')]);
  });
});
