import type { OptionNames } from '../refuse-unknown-options.js';
import type { DeliverOptions } from './deliver.js';
import type { S3EventObject, SqsEventOptions } from './events.js';
import type { InvokeOptions } from './invoke.js';

/** The options of `invoke`. */
export const invokeOptionNames: OptionNames<InvokeOptions> = {
  timeoutMs: true,
  requestId: true,
  functionName: true,
  functionVersion: true,
  functionArn: true,
  memoryMb: true,
  traceId: true,
  tenantId: true,
  identity: true,
  clientContext: true,
  errorStatusCodes: true,
  passThroughPath: true,
  invokeMode: true,
  log: true,
};

/** The options of `deliver`. */
export const deliverOptionNames: OptionNames<DeliverOptions> = {
  ...invokeOptionNames,
  reportBatchItemFailures: true,
};

/** The options of `sqsEvent`. */
export const sqsEventOptionNames: OptionNames<SqsEventOptions> = {
  queueName: true,
  receiveCount: true,
  groupId: true,
  messageAttributes: true,
};

/** What `s3Event` reads of an object. */
export const s3EventObjectNames: OptionNames<S3EventObject> = {
  bucket: true,
  key: true,
  size: true,
  eTag: true,
  versionId: true,
  sequencer: true,
  eventName: true,
};
