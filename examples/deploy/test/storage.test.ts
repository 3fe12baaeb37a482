import { titanicTables } from 'example-titanic/testing/resources';
import { uploads } from 'example-titanic/uploads';
import { csvTableCloudFormation } from 'lwa-bridge/s3-csv';
import { describe, expect, it } from 'vitest';
import { functions, resourcesOf, template } from './support/template.js';

const tables = Object.fromEntries(resourcesOf('AWS::DynamoDB::Table'));
const buckets = Object.fromEntries(resourcesOf('AWS::S3::Bucket'));
const policies = resourcesOf('AWS::S3::BucketPolicy').map(([, properties]) => properties);

describe('tables', () => {
  it('are those of this machine, by their names', () => {
    const names = Object.values(tables).map(({ TableName }) => TableName['Fn::Sub']);
    expect(names).toEqual(Object.keys(titanicTables(`\${Namespace}`, `\${Stage}`)));
  });

  it('the one of passengers has their keys', () => {
    const [definition] = Object.values(titanicTables('', ''));
    const { KeySchema, AttributeDefinitions } = tables.PassengersTable;
    expect(definition).toEqual({
      partitionKey: KeySchema[0].AttributeName,
      sortKey: {
        name: KeySchema[1].AttributeName,
        type: AttributeDefinitions[1].AttributeType,
      },
    });
    expect(KeySchema).toMatchObject([{ KeyType: 'HASH' }, { KeyType: 'RANGE' }]);
  });

  it('the one of checkpoints is as the library has it', () => {
    expect(tables.CsvTable).toMatchObject(csvTableCloudFormation());
    expect(variables('S3CsvFunction').CSV_TABLE).toEqual({ Ref: 'CsvTable' });
  });

  it.each(Object.entries(tables))(
    '%s is encrypted, can be restored, and survives its stack',
    (name) => {
      expect(tables[name]).toMatchObject({
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      expect(template.Resources[name]).toMatchObject(kept);
    },
  );
});

describe('buckets', () => {
  it.each(Object.entries(buckets))(
    '%s is encrypted, private, and survives its stack',
    (name, it) => {
      const { ServerSideEncryptionConfiguration: encryption } = it.BucketEncryption;
      expect(encryption).toEqual([{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
      expect(Object.values(it.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
      expect(template.Resources[name]).toMatchObject(kept);
    },
  );

  it.each(Object.keys(buckets))('%s is not spoken to in the clear', (name) => {
    const policy = policies.find(({ Bucket }) => Bucket.Ref === name);
    const arn = { 'Fn::GetAtt': [name, 'Arn'] };
    expect(policy?.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, { 'Fn::Sub': `\${${name}.Arn}/*` }],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  it('a file that is replaced while it is read can be read to its end, for a week', () => {
    const { VersioningConfiguration, LifecycleConfiguration } = buckets.UploadsBucket;
    expect(VersioningConfiguration).toEqual({ Status: 'Enabled' });
    const [{ NoncurrentVersionExpiration }] = LifecycleConfiguration.Rules;
    expect(NoncurrentVersionExpiration).toEqual({ NoncurrentDays: 7 });
  });

  it('what is uploaded is what the handler reads', () => {
    const [{ Filter, Queue }] = buckets.UploadsBucket.NotificationConfiguration.QueueConfigurations;
    expect(Queue).toEqual({ 'Fn::GetAtt': ['UploadsQueue', 'Arn'] });
    expect(Filter.S3Key.Rules).toEqual([
      { Name: 'prefix', Value: uploads.prefix },
      { Name: 'suffix', Value: uploads.suffix },
    ]);
  });

  it('S3 may tell the queue, of this bucket alone; and may so before the bucket is made', () => {
    const [[name, { Queues, PolicyDocument }] = []] = resourcesOf('AWS::SQS::QueuePolicy');
    expect(Queues).toEqual([{ Ref: 'UploadsQueue' }]);
    const bucket = buckets.UploadsBucket.BucketName['Fn::Sub'];
    expect(PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': ['UploadsQueue', 'Arn'] },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}` } },
        },
      },
    ]);
    expect(template.Resources.UploadsBucket?.DependsOn).toBe(name);
  });

  it('what is written goes to a bucket that triggers nothing', () => {
    expect(buckets.OutputBucket.NotificationConfiguration).toBeUndefined();
    expect(variables('S3CsvFunction').OUTPUT_BUCKET).toEqual({ Ref: 'OutputBucket' });
  });

  it('the API hands out forms for the bucket that is read', () => {
    expect(variables('RestApiFunction').UPLOADS_BUCKET).toEqual(buckets.UploadsBucket.BucketName);
  });
});

describe('the resources', () => {
  it('need one another in no circle', () => {
    const circles = Object.keys(template.Resources).filter((name) => needs(name, name, new Set()));
    expect(circles).toEqual([]);
  });
});

const variables = (name: string) => Object.fromEntries(functions)[name]?.Environment.Variables;

const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

function needs(name: string, wanted: string, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const next = neededBy(name);
  return next.includes(wanted) || next.some((other) => needs(other, wanted, seen));
}

// By Ref, GetAtt, Sub and DependsOn.
function neededBy(name: string): string[] {
  const { DependsOn = [], Properties } = template.Resources[name] ?? { Properties: undefined };
  const text = JSON.stringify(Properties ?? {});
  const patterns = [/"Ref":"(\w+)"/g, /"Fn::GetAtt":\["(\w+)"/g, /\$\{(\w+)[.}]/g];
  const found = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, to = '']) => to));
  return [...found, DependsOn].flat().filter((to) => to in template.Resources);
}
