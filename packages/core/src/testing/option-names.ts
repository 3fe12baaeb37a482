import type { OptionNames } from '../refuse-unknown-options.js';
import type { DeliverOptions } from './deliver.js';
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
