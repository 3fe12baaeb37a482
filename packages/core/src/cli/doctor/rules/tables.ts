import { jobsTableCloudFormation } from '../../../jobs/store/jobs-table.js';
import { csvTableCloudFormation } from '../../../s3-csv/checkpoint/csv-table.js';
import type { Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import type { Resource } from '../template/template.js';
import { entriesOf, get, isUnknown, itemsOf, knownText, type Value } from '../template/value.js';

const jobs = jobsTableCloudFormation();
const csv = csvTableCloudFormation();

/** Tables of jobs and of checkpoints, held against those that the library exports. */
export const tables: readonly Rule[] = [
  {
    id: 'jobs-table-index',
    severity: 'error',
    finds:
      'a table with the key `job_id` without the index `by_status` of `jobsTableCloudFormation()`',
    docs: 'jobs.md#the-table-and-its-index',
    check: onTables(
      'job_id',
      'GlobalSecondaryIndexes',
      jobs.GlobalSecondaryIndexes,
      'list and sweep read the index by_status: without it they fail, and jobs whose message was lost stay PENDING for ever',
    ),
  },
  {
    id: 'jobs-table-ttl',
    severity: 'warning',
    finds: 'a table of jobs without TTL on `expires_at`',
    docs: 'doctor.md#the-table-of-jobs',
    check: onTables(
      'job_id',
      'TimeToLiveSpecification',
      jobs.TimeToLiveSpecification,
      'without TTL on expires_at jobs that have ended are never deleted, and each one is paid for',
    ),
  },
  {
    id: 'jobs-table-backup',
    severity: 'warning',
    finds: 'a table of jobs without point-in-time recovery',
    docs: 'doctor.md#the-table-of-jobs',
    check: onTables(
      'job_id',
      'PointInTimeRecoverySpecification',
      jobs.PointInTimeRecoverySpecification,
      'without point-in-time recovery a table that was emptied or deleted takes every job’s state with it',
    ),
  },
  {
    id: 'csv-table-ttl',
    severity: 'warning',
    finds: 'a table with the key `file_id` without TTL on `expires_at`',
    docs: 'csv.md#checkpoints',
    check: onTables(
      'file_id',
      'TimeToLiveSpecification',
      csv.TimeToLiveSpecification,
      'without TTL on expires_at the checkpoints of files that have ended are never deleted',
    ),
  },
];

type Written = string | boolean | readonly Written[] | { readonly [key: string]: Written };

function onTables(key: string, property: string, wanted: Written, why: string): Rule['check'] {
  return function* ({ template }: Model): Generator<Problem> {
    for (const table of template.resources.values()) {
      if (keyOf(table) !== key) continue;
      const values = [table.properties, ...itemsOf(get(table.properties, 'Replicas'))].flatMap(
        (properties) => get(properties, property) ?? [],
      );
      if (values.some((value) => has(value, wanted))) continue;
      const at = values[0]?.at ?? table.at;
      yield { resource: table.id, property, at, why, write: lines(property, wanted) };
    }
  };
}

/** The name of a table's key, in each of the three forms that a table can have. */
function keyOf({ type, properties }: Resource): string | undefined {
  if (type === 'AWS::Serverless::SimpleTable')
    return knownText(get(properties, 'PrimaryKey', 'Name'));
  if (type !== 'AWS::DynamoDB::Table' && type !== 'AWS::DynamoDB::GlobalTable') return undefined;
  const [key] = itemsOf(get(properties, 'KeySchema'));
  return knownText(get(key, 'AttributeName'));
}

/** Whether the value has all that is wanted; it may have more. What is not known may. */
function has(value: Value | undefined, wanted: Written): boolean {
  if (isUnknown(value)) return true;
  if (typeof wanted !== 'object') return knownText(value) === String(wanted);
  if (Array.isArray(wanted)) {
    return wanted.every((each: Written) => itemsOf(value).some((item) => has(item, each)));
  }
  return Object.entries(wanted).every(([key, each]) => has(entriesOf(value).get(key), each));
}

function lines(property: string, wanted: Written): string {
  // JSON is YAML, and stands in few lines.
  return `${property}: ${JSON.stringify(wanted)}`;
}
