import type { EventSourceSettings } from './event-source-mapping/mapping-settings.js';
import type { BucketDefinition } from './resources/buckets.js';
import type { Queue, QueueDefinition } from './resources/queues.js';
import type { TableDefinition, TableProperties } from './resources/table-definition.js';
import type { BedrockReply } from './services/bedrock/start-bedrock.js';

/**
 * An application: what its template would define, by name. Names are those that the application
 * sees, so a table's key is its `TableName`.
 */
export interface LocalDefinition<
  FunctionName extends string = string,
  WebName extends string = string,
  QueueName extends string = string,
> {
  tables?: Readonly<Record<string, TableDefinition | TableProperties>> | undefined;
  queues?: Readonly<Record<QueueName, QueueDefinition>> | undefined;
  buckets?: Readonly<Record<string, BucketDefinition>> | undefined;
  /** Functions that are invoked with events. */
  functions?: Readonly<Record<FunctionName, FunctionDefinition<NoInfer<QueueName>>>> | undefined;
  /** Functions that serve plain HTTP, such as a REST API. */
  web?: Readonly<Record<WebName, WebDefinition<NoInfer<QueueName>>>> | undefined;
  /** The answers of the Bedrock stand-in. Without it there is no Bedrock. */
  bedrock?: BedrockReply | undefined;
}

/** What is to run: a file for Node, or a command. */
export type HandlerSource =
  /** A JavaScript file, run by the Node that runs this; relative paths start at the current folder. */
  | { file: string; command?: undefined }
  /** A program and its arguments, as in the image's CMD. */
  | { command: readonly [string, ...string[]]; file?: undefined };

/** What both kinds of function have. */
export type HandlerDefinition<QueueName extends string = string> = HandlerSource & {
  /** Where it runs. @default the current folder */
  cwd?: string | undefined;
  /**
   * Its environment variables, or a function that makes them of the queues: their URLs are not known
   * before. Endpoints, region and credentials are added to them; of this process's own variables only
   * `PATH`, `HOME`, `TMPDIR` and `LANG`.
   */
  environment?:
    | (FunctionVariables | ((resources: Resources<QueueName>) => FunctionVariables))
    | undefined;
  /** Only told to the function, not enforced. @default 128 */
  memoryMb?: number | undefined;
  /** How long its process may take until it is ready, in milliseconds. @default 10_000 */
  readyTimeoutMs?: number | undefined;
};

/** Environment variables of a function. */
export type FunctionVariables = Readonly<Record<string, string>>;

/** A function that is invoked with events. */
export type FunctionDefinition<QueueName extends string = string> = HandlerDefinition<QueueName> & {
  /** How long an invocation may take, in seconds. @default 30 */
  timeout?: number | undefined;
  /** How many invocations may run at once, each in a process of its own. @default 1 */
  concurrency?: number | undefined;
  /** The queues that it is invoked with. */
  eventSources?: readonly EventSourceDefinition<QueueName>[] | undefined;
};

/** A queue whose messages a function is invoked with. */
export interface EventSourceDefinition<QueueName extends string = string>
  extends EventSourceSettings {
  /** The queue's name. */
  queue: QueueName;
}

/** A function that serves plain HTTP. */
export type WebDefinition<QueueName extends string = string> = HandlerDefinition<QueueName> & {
  /** @default a free one */
  port?: number | undefined;
};

/** What exists before the functions start. */
export interface Resources<QueueName extends string = string> {
  readonly queues: Readonly<Record<QueueName, Queue>>;
}
