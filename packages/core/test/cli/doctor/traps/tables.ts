import type { Traps } from './trap.js';

/** Tables of jobs and of checkpoints. */
export const tableTraps: Traps = {
  'jobs-table-index': {
    resource: 'JobsTable',
    set: ({ remove }) => remove('JobsTable.Properties.GlobalSecondaryIndexes'),
  },
  'jobs-table-ttl': {
    resource: 'JobsTable',
    set: ({ set }) => set('JobsTable.Properties.TimeToLiveSpecification.Enabled', false),
  },
  'jobs-table-backup': {
    resource: 'JobsTable',
    set: ({ remove }) => remove('JobsTable.Properties.PointInTimeRecoverySpecification'),
  },
  'csv-table-ttl': {
    resource: 'CsvTable',
    set: ({ set }) => set('CsvTable.Properties.TimeToLiveSpecification.AttributeName', 'ttl'),
  },
};
