import type { OptionNames } from '../refuse-unknown-options.js';
import type { S3HandlerOptions } from './s3-handler.js';

/** The options of `s3Handler`. */
export const s3OptionNames: OptionNames<S3HandlerOptions> = {
  events: true,
  bucket: true,
  otherBuckets: true,
  prefix: true,
  suffix: true,
  output: true,
  concurrency: true,
  deadlineMarginMs: true,
  retryDelay: true,
  onNonRetriable: true,
  throwOnFullBatchFailure: true,
  reportBatchItemFailures: true,
  hooks: true,
  sqsClient: true,
};
