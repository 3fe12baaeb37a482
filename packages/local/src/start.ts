import type { LambdaFunction } from './adapter/lambda-function.js';
import type { WebFunction } from './adapter/web-process.js';
import { checkDefinition } from './check-definition.js';
import { closeStack } from './close-stack.js';
import type { LocalDefinition } from './definition.js';
import { findAdapter } from './lambda-service/find-adapter.js';
import { neverThrowing, type OnLocalEvent } from './local-event.js';
import { startNotifications } from './notifications/notifications.js';
import { createBuckets } from './resources/buckets.js';
import { createQueues, type Queue } from './resources/queues.js';
import { createTables } from './resources/tables.js';
import type { Clients } from './services/clients.js';
import type { Endpoints, Environment } from './services/endpoints.js';
import { startServices } from './services/services.js';
import { startFunctions, startWebFunctions } from './start-functions.js';
import { startMappings } from './start-mappings.js';

/** Options of {@link startLocal}. */
export interface StartLocalOptions {
  /** Is told what happens, as it happens. */
  onEvent?: OnLocalEvent | undefined;
  /** Where endpoints, region and credentials are read from. @default process.env */
  env?: Environment | undefined;
  /**
   * The binary of the adapter that stands before the functions; `false` for the stand-in of
   * `lwa-bridge/testing`.
   * @default `LAMBDA_ADAPTER`, then `lambda-adapter` on the PATH, else the stand-in
   */
  adapter?: string | false | undefined;
}

/** An application that runs on this machine. */
export interface LocalPlatform<
  FunctionName extends string = string,
  WebName extends string = string,
  QueueName extends string = string,
> {
  readonly endpoints: Endpoints;
  /** What another process needs to reach the services, to be added to its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly clients: Clients;
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  readonly web: Readonly<Record<WebName, WebFunction>>;
  /** Ends everything, in the reverse order of its start. */
  close(): Promise<void>;
}

/**
 * Runs an application on this machine as AWS would: its tables, queues and buckets, its functions as
 * processes with the adapter in front, and the event source mappings and notifications in between.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for what AWS would refuse to deploy, `ERR_PORT_IN_USE`,
 * `ERR_FUNCTION_START` with the function's last output, `ERR_ADAPTER_NOT_FOUND`. What had been started is closed then.
 *
 * @example
 * ```ts
 * import { startLocal } from 'lwa-bridge-local';
 *
 * const platform = await startLocal({
 *   queues: { orders: { visibilityTimeout: 180 } },
 *   functions: {
 *     worker: {
 *       file: 'dist/worker.js',
 *       environment: { AWS_LWA_ERROR_STATUS_CODES: '500-599' },
 *       eventSources: [{ queue: 'orders', reportBatchItemFailures: true }],
 *     },
 *   },
 * });
 * console.log(await platform.functions.worker.invoke({ Records: [] }));
 * await platform.close();
 * ```
 */
export async function startLocal<
  FunctionName extends string = never,
  WebName extends string = never,
  QueueName extends string = never,
>(
  definition: LocalDefinition<FunctionName, WebName, QueueName>,
  options: StartLocalOptions = {},
): Promise<LocalPlatform<FunctionName, WebName, QueueName>> {
  checkDefinition(definition);
  const { tables, buckets, bedrock } = definition;
  const closing = closeStack();
  const onEvent = neverThrowing(options.onEvent);
  const { adapter: chosen, env: ownEnv = process.env } = options;
  const adapter =
    chosen === false ? undefined : findAdapter({ adapter: chosen, env: { ...ownEnv } });
  if (adapter) onEvent({ type: 'adapter-found', path: adapter });

  try {
    const services = await startServices({ env: options.env, bedrock, onEvent });
    closing.add(services.close);
    const { clients, embedded, endpoints, env, region } = services;

    const setTimeToLive = !embedded.has('dynamodb');
    await createTables(clients.dynamodb, tables, { setTimeToLive, onEvent });
    const queues = await createQueues(clients.sqs, definition.queues, onEvent);
    await createBuckets(clients.s3, buckets, onEvent);

    const notifications = await startNotifications(buckets, { queues, services, onEvent });
    closing.add(notifications.close);

    const surroundings = { resources: { queues }, env, region, adapter, onEvent };
    const functions = await startFunctions(definition.functions, surroundings, closing);
    const web = await startWebFunctions(definition.web, surroundings, closing);

    const mappings = startMappings(definition.functions, {
      functions,
      queues,
      sqs: clients.sqs,
      onEvent,
    });
    closing.add(mappings.close);

    return { endpoints, env, clients, queues, functions, web, close: closing.close };
  } catch (error) {
    await closing.close();
    throw error;
  }
}
