import type { Rule } from '../finding.js';
import { adapterPort } from './adapter-port.js';
import { adapterSettings } from './adapter-settings.js';
import { adapterVersion } from './adapter-version.js';
import { asynchronous } from './asynchronous.js';
import { batching } from './batching.js';
import { concurrency } from './concurrency.js';
import { deadLetterQueue } from './dead-letter-queue.js';
import { deprecatedVariable } from './deprecated-variable.js';
import { errorStatusCodes } from './error-status-codes.js';
import { fifo } from './fifo.js';
import { functionSize } from './function-size.js';
import { httpAndEvents } from './http-and-events.js';
import { maxReceiveCount } from './max-receive-count.js';
import { permissions } from './permissions.js';
import { queuePolicy } from './queue-policy.js';
import { queueUrls } from './queue-urls.js';
import { recursiveLoop } from './recursive-loop.js';
import { redrive } from './redrive.js';
import { reportBatchItemFailures } from './report-batch-item-failures.js';
import { s3Recursion } from './s3-recursion.js';
import { streams } from './streams.js';
import { tables } from './tables.js';
import { visibilityTimeout } from './visibility-timeout.js';

/** Every rule. A new one is a file beside this one, a line here, a row in docs/doctor.md and its test. */
export const rules: readonly Rule[] = [
  ...errorStatusCodes,
  ...adapterSettings,
  adapterPort,
  deprecatedVariable,
  ...adapterVersion,
  ...httpAndEvents,
  ...functionSize,
  ...reportBatchItemFailures,
  ...visibilityTimeout,
  ...redrive,
  ...deadLetterQueue,
  ...maxReceiveCount,
  ...fifo,
  ...batching,
  ...concurrency,
  ...permissions,
  ...queuePolicy,
  ...queueUrls,
  ...recursiveLoop,
  ...asynchronous,
  ...s3Recursion,
  ...streams,
  ...tables,
];
