/**
 * Runs an application of handlers on this machine as AWS would.
 *
 * @module lwa-bridge-local
 */

// An application on this machine

export type {
  EventSourceDefinition,
  FunctionDefinition,
  FunctionVariables,
  HandlerDefinition,
  HandlerSource,
  LocalDefinition,
  Resources,
  WebDefinition,
} from './definition.js';
export type { LocalEvent, OnLocalEvent } from './local-event.js';
export { type LocalPlatform, type StartLocalOptions, startLocal } from './start.js';

// Its resources

export type { BucketDefinition } from './resources/buckets.js';
export type { Queue, QueueDefinition } from './resources/queues.js';
export type {
  IndexDefinition,
  KeyAttribute,
  TableDefinition,
  TableProperties,
} from './resources/table-definition.js';

// The services they are made in

export { BedrockError, type BedrockErrorType } from './services/bedrock/bedrock-error.js';
export { BedrockFault, type BedrockFaultType } from './services/bedrock/bedrock-fault.js';
export type {
  ConverseContent,
  ConverseMessage,
  ConverseRequest,
} from './services/bedrock/converse.js';
export { ModelTurn, type ModelTurnOptions } from './services/bedrock/model-turn.js';
export {
  type BedrockAnswer,
  type BedrockOptions,
  type BedrockReply,
  startBedrock,
} from './services/bedrock/start-bedrock.js';
export type { Clients } from './services/clients.js';
export type { EmbeddedService } from './services/embedded-service.js';
export type { Endpoints, Environment, ServiceName } from './services/endpoints.js';
export type { ObjectChange } from './services/object-changes.js';
export { type Services, type ServicesOptions, startServices } from './services/services.js';

// What leads from a bucket to a queue, from a queue to a function

export {
  type EventSourceMapping,
  type EventSourceMappingOptions,
  startEventSourceMapping,
} from './event-source-mapping/event-source-mapping.js';
export type { EventSourceSettings } from './event-source-mapping/mapping-settings.js';
export type { BucketNotification, S3EventType } from './notifications/bucket-notification.js';

// Functions, behind the adapter's stand-in or the adapter itself

export { type FunctionPoolOptions, startFunctionPool } from './adapter/function-pool.js';
export { type FunctionProcessOptions, startFunctionProcess } from './adapter/function-process.js';
export type { HandlerProgram } from './adapter/handler-program.js';
export type { LambdaFunction } from './adapter/lambda-function.js';
export {
  startWebProcess,
  type WebFunction,
  type WebProcessOptions,
} from './adapter/web-process.js';
export { type FindAdapterOptions, findAdapter } from './lambda-service/find-adapter.js';
export type { InvocationResult } from './lambda-service/invocation.js';
export {
  type Sandbox,
  type SandboxLog,
  type SandboxOptions,
  startSandbox,
} from './lambda-service/sandbox.js';
