import { readFileSync } from 'node:fs';
import { uploads } from 'example-titanic/uploads';
import { describe, expect, it } from 'vitest';
import { functions, resourcesOf } from './support/template.js';

// The roles of jobs are held against docs/iam.md in packages/core/test/jobs/template.test.ts.
const iam = readFileSync(new URL('../../../docs/iam.md', import.meta.url), 'utf8');

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const roles = resourcesOf('AWS::IAM::Role').map(([name, { Policies }]): [string, Statement[]] => [
  name,
  Policies[0].PolicyDocument.Statement,
]);
const statementsOf = Object.fromEntries(roles);

// What a role may do to resources whose reference has this text.
const allowed = (role: string, on: string): string[] =>
  (statementsOf[role] ?? [])
    .filter(({ Resource }) => JSON.stringify(Resource).includes(on))
    .flatMap(({ Action }) => Action)
    .toSorted();

describe('roles', () => {
  it('are one for each function', () => {
    const names = functions.map(([name]) => name.replace(/Function$/, 'Role'));
    expect(Object.keys(statementsOf)).toEqual(names);
  });

  it.each(roles)('%s: no action and no resource is a wildcard', (_, statements) => {
    for (const { Action, Resource } of statements) {
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
      expect([Resource].flat()).not.toContain('*');
    }
  });

  it.each(roles)('%s: writes its own log', (name) => {
    const logs = `"${name.replace(/Role$/, 'Logs')}"`;
    expect(allowed(name, logs)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });
});

describe('each role', () => {
  it.each(resourcesOf('AWS::IAM::Role'))(
    '%s is of Lambda alone, and may send traces',
    (_, role) => {
      expect(role.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ]);
      const traces = `arn:\${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess`;
      expect(role.ManagedPolicyArns).toEqual([{ 'Fn::Sub': traces }]);
    },
  );
});

describe('passengers', () => {
  it.each([
    ['RestApiRole', ['dynamodb:Query']],
    ['SqsJobRole', ['dynamodb:Query', 'dynamodb:UpdateItem']],
    ['S3CsvRole', ['dynamodb:UpdateItem']],
  ])('%s: reads or changes them as its handler does', (role, actions) => {
    expect(allowed(role, '"PassengersTable"')).toEqual(actions);
  });
});

describe('GenericEventRole', () => {
  it('may keep an event that failed', () => {
    expect(allowed('GenericEventRole', '"FailedEventsQueue"')).toEqual(['sqs:SendMessage']);
  });
});

describe('SqsJobRole', () => {
  it('asks the model of the parameters, and no other', () => {
    const [statement] = (statementsOf.SqsJobRole ?? []).filter(
      ({ Action }) => Action === 'bedrock:InvokeModel',
    );
    const named = JSON.stringify(statement?.Resource).match(/(?<=\{)\w+(?=\}")/g);
    expect(named).toEqual(['FoundationModelId', 'ModelId']);
    const { Environment } = Object.fromEntries(functions).SqsJobFunction;
    expect(Environment.Variables.BEDROCK_MODEL_ID).toEqual({ Ref: 'ModelId' });
  });
});

describe('who reads a queue', () => {
  const mapping = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

  it.each([
    ['SqsJobRole', '"JobsQueue"'],
    ['S3CsvRole', '"UploadsQueue"'],
  ])('%s may put off what is not due, too', (role, queue) => {
    const actions = allowed(role, queue);
    expect(actions).toEqual(expect.arrayContaining([...mapping, 'sqs:ChangeMessageVisibility']));
  });
});

describe('S3CsvRole', () => {
  // By docs/iam.md: what the columns say of the calls that the handler is made of.
  const rows = iam.split('\n').filter((line) => /^\| `s3CsvHandler` with/.test(line));
  const needed = (column: number): string[] => {
    const cells = rows.flatMap((row) => row.split('|')[column]?.match(/\w+:[A-Z]\w+/g) ?? []);
    return [...new Set(cells)].toSorted();
  };

  it('may do on the files, the table, the queue and the rejects what docs/iam.md names', () => {
    expect(rows).toHaveLength(2);
    expect(allowed('S3CsvRole', `-uploads-\${AWS::AccountId}/*`)).toEqual(needed(2));
    expect(allowed('S3CsvRole', '"CsvTable"')).toEqual(needed(3));
    expect(allowed('S3CsvRole', '"UploadsQueue"')).toEqual(
      [
        ...needed(4),
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ].toSorted(),
    );
    expect(allowed('S3CsvRole', `\${OutputBucket.Arn}`)).toEqual(needed(5));
  });
});

describe('RestApiRole', () => {
  it('may upload in the name of those who have a form, where lists go, and nothing else', () => {
    const bucket = `-uploads-\${AWS::AccountId}`;
    expect(allowed('RestApiRole', bucket)).toEqual(['s3:PutObject']);
    expect(allowed('RestApiRole', `${bucket}/${uploads.prefix}*`)).toEqual(['s3:PutObject']);
  });
});
