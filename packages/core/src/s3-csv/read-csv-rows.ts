import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsClient } from '../aws-client.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import { checkReadArguments, checkReadOptions } from './check-read-options.js';
import type { CsvBatch, OnInvalidRow } from './csv-batch.js';
import type { CsvRow } from './csv-columns.js';
import type { CsvPosition } from './csv-position.js';
import { csvRecords } from './csv-records.js';
import { type CsvRowOptions, csvRows, recordGroups } from './csv-rows.js';
import { type CsvEncoding, decodingOf } from './decode/csv-encoding.js';
import { inflate } from './inflate/inflate.js';
import type { InflateLimits } from './inflate/inflate-limits.js';
import { type ObjectReading, type ObjectReadOptions, objectBytes } from './object-bytes.js';
import type { ObjectLocation } from './object-range.js';
import { readOptionNames } from './option-names.js';
import type { CsvFormat } from './parse/csv-format.js';
import { skip } from './peek.js';

/** Options of {@link readCsvRows}. */
export interface ReadCsvOptions<Row = CsvRow>
  extends CsvFormat,
    CsvRowOptions<Row>,
    InflateLimits,
    ObjectReadOptions {
  /**
   * How the file's text is encoded. A byte order mark at its start is skipped.
   * @default 'utf-8'
   */
  encoding?: CsvEncoding;
  /**
   * The longest record, in bytes of UTF-8, its line break included: what an unclosed quote may swallow
   * before the file fails with `ERR_CSV_RECORD_TOO_LONG`.
   * @default 1_048_576
   */
  maxRecordBytes?: number;
  /**
   * Takes each invalid row: one that can't be parsed, has more or fewer fields than there are
   * columns, or was refused by the schema. Resolving counts and skips it, throwing fails the file.
   * Default: the first one fails the file with `ERR_CSV_ROW`, for good.
   */
  onInvalidRow?: OnInvalidRow;
  /**
   * Goes on where another reading of the same object left off: the `next` of its last batch. Columns
   * and batch size are then the position's, whatever the options say. Default: the file's start.
   */
  from?: CsvPosition | undefined;
}

/**
 * Streams the rows of a CSV file in S3, in batches, in constant memory: the next batch is read when
 * it is asked for. Plain, gzip or zstd (told by the first bytes).
 *
 * Bytes and places are those of the file itself: once it is inflated, but in its own `encoding`. Where
 * it is plain they are the object's, so that a ranged request can begin at one.
 *
 * The object's bytes are all of one and the same version: pinned by `versionId` and `eTag`, or by
 * the first answer where the object has neither. A dropped or silent connection is taken up again at
 * the exact byte.
 *
 * Blank lines are skipped and not counted, but where there is one column only they are rows. A file
 * without rows, or without a byte, gives no batch.
 *
 * @param client - an `S3Client` of `@aws-sdk/client-s3`
 * @param object - an `S3Object`, or anything that names a bucket and a key
 * @throws LwaBridgeError `ERR_SETTINGS`, at the call, for an option that is unknown or can't be meant
 * @throws CsvRowError `ERR_CSV_ROW` for an invalid row, without `onInvalidRow`
 * @throws NonRetriableError `ERR_CSV_HEADER`, `ERR_CSV_ENCODING` (names the byte),
 * `ERR_CSV_RECORD_TOO_LONG`, `ERR_CSV_INFLATE_LIMIT`
 * @throws ObjectSupersededError `ERR_OBJECT_SUPERSEDED` or `ERR_OBJECT_NOT_FOUND` when the object was
 * replaced or deleted
 *
 * @example
 * ```ts
 * import { S3Client } from '@aws-sdk/client-s3';
 * import { readCsvRows } from 'lwa-bridge/s3-csv';
 * import { z } from 'zod';
 *
 * const Passenger = z.object({ name: z.string(), age: z.coerce.number() });
 *
 * export async function meanAge(bucket: string, key: string) {
 *   let [sum, count] = [0, 0];
 *   const batches = readCsvRows(new S3Client({}), { bucket, key }, { schema: Passenger });
 *   for await (const { rows } of batches) {
 *     for (const { age } of rows) sum += age;
 *     count += rows.length;
 *   }
 *   return sum / count;
 * }
 * ```
 */
export function readCsvRows<Row = CsvRow>(
  client: AwsClient,
  object: ObjectLocation,
  options: ReadCsvOptions<Row> = {},
): AsyncGenerator<CsvBatch<Row>> {
  refuseUnknownOptions('readCsvRows', options, readOptionNames);
  checkReadArguments(object, options);
  checkReadOptions(options);
  return readPart(client as S3Client, object, options);
}

/** The rows of a file up to a byte at which a record begins. */
export async function* readPart<Row>(
  client: S3Client,
  object: ObjectLocation,
  options: ReadCsvOptions<Row>,
  end?: number,
): AsyncGenerator<CsvBatch<Row>> {
  const { records, batchSize, ...file } = openCsv(client, object, options, end);
  const { from, onInvalidRow } = options;
  for await (const batch of csvRows(records, { ...options, batchSize }, onInvalidRow, from)) {
    yield { ...batch, next: file.positionAfter(batch, batch.endOffset), ...file.progress() };
  }
}

/** Where a batch of a file begins and ends. */
export interface CsvBoundary extends Pick<CsvBatch<unknown>, 'next' | 'bytesRead' | 'objectSize'> {
  readonly start: CsvPosition;
}

/** Where the batches of a file begin and end, without a look at their rows. */
export async function* readBoundaries<Row>(
  client: S3Client,
  object: ObjectLocation,
  options: ReadCsvOptions<Row>,
): AsyncGenerator<CsvBoundary> {
  const { records, batchSize, ...file } = openCsv(client, object, options);
  for await (const group of recordGroups(records, { ...options, batchSize }, options.from)) {
    const { start = 0 } = group.records[0] ?? {};
    const { end = 0 } = group.records.at(-1) ?? {};
    const next = file.positionAfter(group, end);
    yield {
      start: { ...next, offset: start, batchIndex: group.index },
      next,
      ...file.progress(),
    };
  }
}

function openCsv<Row>(
  client: S3Client,
  object: ObjectLocation,
  options: ReadCsvOptions<Row>,
  end?: number,
) {
  const { from, maxRecordBytes = 1_048_576, encoding = 'utf-8' } = options;
  const { toUtf8, lengthOf } = decodingOf(encoding);
  const { batchSize = 500 } = from ?? options;
  const { offset = 0 } = from ?? {};
  const start = from?.plain ? offset : 0;
  const reading: ObjectReading = { object: from?.object ?? object, offset: start, end };
  let plain = true;

  const source = objectBytes(client, object, options, reading);
  const inflated =
    start > 0
      ? source
      : inflate(source, options, () => {
          plain = false;
        });
  const text = toUtf8(skip(inflated, offset - start), offset);
  return {
    batchSize,
    records: csvRecords(text, options, maxRecordBytes, { offset, lengthOf }),
    positionAfter: (
      { index, columns }: { index: number; columns: readonly string[] },
      endOffset: number,
    ): CsvPosition => ({
      ...{ object: reading.object, offset: endOffset, batchIndex: index + 1 },
      ...{ batchSize, columns, plain },
    }),
    progress: () => ({ bytesRead: reading.offset, objectSize: reading.size ?? 0 }),
  };
}
