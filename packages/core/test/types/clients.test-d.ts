// Checked by `tsc -p packages/core`: clients are told by what they can do, so that one of another
// copy or version of the AWS SDK fits, too.
import { S3Client } from '@aws-sdk/client-s3';
import { readCsvRows, s3CsvHandler } from '../../src/s3-csv/index.js';

const work = () => {};
const anyClient = { send: async (_command: unknown) => ({}) };

s3CsvHandler(work, { s3Client: anyClient, sqsClient: anyClient, dynamodbClient: anyClient });
s3CsvHandler(work, { s3Client: new S3Client({}) });
readCsvRows(anyClient, { bucket: 'in', key: 'a.csv' });
readCsvRows(new S3Client({}), { bucket: 'in', key: 'a.csv' });
// @ts-expect-error: no client
s3CsvHandler(work, { s3Client: {} });
