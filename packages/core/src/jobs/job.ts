import type { MessageContext } from '../sqs/message.js';
import type { Schema, SchemaInput, SchemaOutput } from '../standard-schema.js';

/** Where a job stands: PENDING -> PROCESSING -> COMPLETED | FAILED. */
export type JobStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED';

/**
 * A job as it is stored. `status` tells which fields there are: `output` exists only on a completed
 * job, `error` only on a failed one.
 *
 * @example
 * ```ts
 * import type { Job } from 'lwa-bridge';
 *
 * const explain = (job: Job<unknown, { text: string }>) =>
 *   job.status === 'COMPLETED' ? job.output.text
 *   : job.status === 'FAILED' ? job.error
 *   : `attempt ${job.attempt}`;
 * ```
 */
export type Job<Input = unknown, Output = unknown, Type extends string = string> =
  | PendingJob<Input, Type>
  | ProcessingJob<Input, Type>
  | CompletedJob<Input, Output, Type>
  | FailedJob<Input, Type>;

/** What all jobs have. */
export interface JobBase<Input = unknown, Type extends string = string> {
  readonly id: string;
  readonly type: Type;
  /** As it was enqueued, after its way through JSON. */
  readonly input: Input;
  /** How many attempts have been started. */
  readonly attempt: number;
  /** `undefined` where another program wrote the job and did not say. */
  readonly createdAt: Date | undefined;
  /** When its state last changed; `undefined` where another program did not say. */
  readonly updatedAt: Date | undefined;
}

/** Waits for a worker. */
export interface PendingJob<Input = unknown, Type extends string = string>
  extends JobBase<Input, Type> {
  readonly status: 'PENDING';
  /** Not to be started before: a delay, or the back-off after an attempt that failed. */
  readonly notBefore: Date | undefined;
  /** Why the attempt before failed, where there was one. */
  readonly lastError: string | undefined;
}

/** A worker holds it. */
export interface ProcessingJob<Input = unknown, Type extends string = string>
  extends JobBase<Input, Type> {
  readonly status: 'PROCESSING';
  /** From then on another worker may take it over. */
  readonly leaseUntil: Date | undefined;
  /** What its worker last reported of this attempt. */
  readonly progress: JobProgress | undefined;
  /** Why the attempt before failed, where there was one. */
  readonly lastError: string | undefined;
}

/** How far a job is: 3 of 10 pages, say. */
export interface JobProgress {
  readonly done: number;
  /** `undefined` where the worker did not say. */
  readonly total: number | undefined;
}

/** Done. */
export interface CompletedJob<Input = unknown, Output = unknown, Type extends string = string>
  extends JobBase<Input, Type> {
  readonly status: 'COMPLETED';
  readonly output: Output;
  /** From then on it counts as gone. */
  readonly expiresAt: Date | undefined;
}

/** Failed for good, or cancelled. */
export interface FailedJob<Input = unknown, Type extends string = string>
  extends JobBase<Input, Type> {
  readonly status: 'FAILED';
  /** In words, at most 4 KB; begins with the code where the error is one of this library. */
  readonly error: string;
  /** From then on it counts as gone. */
  readonly expiresAt: Date | undefined;
}

/** One type of job: what goes in, and what comes out. Any Standard Schema (zod, valibot, arktype). */
export interface JobDefinition {
  /** `enqueue` takes and stores what it takes, handlers get what it gives. */
  readonly input: Schema;
  /** Checks what a handler returns; what it gives is stored. Without it any JSON is. */
  readonly output?: Schema;
}

/** The types of job that share a table and a queue, by name. */
export type JobDefinitions = Readonly<Record<string, JobDefinition>>;

/** The name of a type of job. */
export type JobType<Definitions extends JobDefinitions> = keyof Definitions & string;

/** What `enqueue` takes. */
export type JobInput<Definition extends JobDefinition> = SchemaInput<Definition['input']>;

/** What a handler gets. */
export type ParsedJobInput<Definition extends JobDefinition> = SchemaOutput<Definition['input']>;

/** What a handler returns. */
export type JobReturn<Definition extends JobDefinition> = Definition['output'] extends Schema
  ? SchemaInput<Definition['output']>
  : unknown;

/** What a completed job holds. */
export type JobOutput<Definition extends JobDefinition> = Definition['output'] extends Schema
  ? AsJson<SchemaOutput<Definition['output']>>
  : unknown;

/** A job of one of these types: `type` tells which, and with it the types of input and output. */
export type JobOf<
  Definitions extends JobDefinitions,
  Type extends JobType<Definitions> = JobType<Definitions>,
> = {
  [T in Type]: Job<AsJson<JobInput<Definitions[T]>>, JobOutput<Definitions[T]>, T>;
}[Type];

/** What is left of a type after its way through JSON: a `Date` comes back as a string. */
export type AsJson<T> = T extends { toJSON(): infer J }
  ? J
  : T extends object
    ? { [K in keyof T]: AsJson<T[K]> }
    : T;

/** The attempt that a handler is called for. */
export interface JobAttempt {
  /** The same in each attempt: the idempotency key for effects outside. */
  readonly id: string;
  readonly type: string;
  /** 1 the first time. */
  readonly attempt: number;
  /** The attempt after which a job that still fails is FAILED. */
  readonly maxAttempts: number;
  /** `undefined` where another program wrote the job and did not say. */
  readonly createdAt: Date | undefined;
  /**
   * Reports how far the job is, for whoever reads it. Call it as often as you like and without
   * awaiting: the newest report is written every few seconds (`progressInterval`), and one that cannot
   * be written is logged, no more. Where it turns out that another worker has the job by now, `signal`
   * aborts.
   */
  progress(done: number, total?: number): void;
}

/** The context of a job's handler. */
export interface JobContext extends MessageContext {
  readonly job: JobAttempt;
}
