import { describe, expect, it } from 'vitest';
import { doctorAfter, type Edit } from './own-template.js';
import { jobsMapping } from './traps/trap.js';

/** What the rules say, and what they want to be written, by their ids. */
function said(edit: (template: Edit) => void): Record<string, { why: string; write: string }> {
  return Object.fromEntries(doctorAfter(edit).findings.map((each) => [each.rule, each]));
}

describe('a visibility timeout is told by what the other lines make of it', () => {
  it('the window that a batch size needs', () => {
    const both = said(({ set }) => set(`${jobsMapping}.BatchSize`, 100));
    expect(both['batch-window']?.write).toBe('BatchSize: 100\nMaximumBatchingWindowInSeconds: 5');
    expect(both['visibility-timeout']?.why).toContain(
      '720 s are less than 6 times 120 s and the window of 5 s that its batch size needs, so',
    );
    expect(both['visibility-timeout']?.write).toBe('VisibilityTimeout: 725');
  });

  it('the timeout that a function should have', () => {
    const both = said(({ set, remove }) => {
      remove('SqsJobFunction.Properties.Timeout');
      set('JobsQueue.Properties.VisibilityTimeout', 20);
    });
    expect(both['timeout-missing']?.write).toBe('Timeout: 30');
    expect(both['visibility-timeout']?.why).toContain(
      '20 s are less than 6 times the 30 s that Timeout should be, so',
    );
    expect(both['visibility-timeout']?.write).toBe('VisibilityTimeout: 180');
  });

  it('of a batch that is too large no window is asked for where there is one', () => {
    const { 'batch-window': found } = said(({ set }) => {
      set(`${jobsMapping}.BatchSize`, 20_000);
      set(`${jobsMapping}.MaximumBatchingWindowInSeconds`, 1);
      set('JobsQueue.Properties.VisibilityTimeout', 721);
    });
    expect(found?.write).toBe('BatchSize: 10000');
  });
});

describe('a mapping and its function', () => {
  const reserved = (most: number) => (template: Edit) =>
    template.set('SqsJobFunction.Properties.ReservedConcurrentExecutions', most);
  const lines = (most: number) => said(reserved(most))['maximum-concurrency']?.write;

  it('take as many events, and 2 at the least', () => {
    expect(lines(3)).toBe('ScalingConfig:\n  MaximumConcurrency: 3');
    expect(lines(1)).toBe(
      '# under Properties of SqsJobFunction\nReservedConcurrentExecutions: 2\n# under Properties of the mapping\nScalingConfig:\n  MaximumConcurrency: 2',
    );
  });

  it('are switched off together', () => {
    expect(lines(0)).toContain('Enabled: false');
    const off = ({ set, ...template }: Edit) => {
      set(`${jobsMapping}.Enabled`, false);
      reserved(0)({ set, ...template });
    };
    expect(said(off)).toEqual({});
  });
});

describe('lines without SAM', () => {
  it('of what becomes of events that failed', () => {
    const { 'asynchronous-failures': found } = said(({ set, remove }) => {
      remove('GenericEventFunction.Properties.EventInvokeConfig');
      set('GenericEventFunction.Type', 'AWS::Lambda::Function');
      set('OrdersRule', {
        Type: 'AWS::Events::Rule',
        Properties: {
          Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['GenericEventFunction', 'Arn'] } }],
        },
      });
    });
    expect(found?.write).toContain('DeadLetterConfig: # its role needs sqs:SendMessage');
    // The template has one.
    expect(found?.write).not.toContain('AWS::SQS::Queue');
  });

  it('of records that failed', () => {
    const { 'stream-destination': found } = said(({ set }) =>
      set('OrdersMapping', {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'GenericEventFunction' },
          EventSourceArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders',
        },
      }),
    );
    expect(found?.write).toContain('  OnFailure: { Destination: !GetAtt FailedRecordsQueue.Arn }');
    expect(found?.write).toContain('FailedRecordsQueue:\n  Type: AWS::SQS::Queue');
  });
});
