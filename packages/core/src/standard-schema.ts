import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Any Standard Schema: zod, valibot, arktype and others (https://standardschema.dev). */
export type Schema<Input = unknown, Output = Input> = StandardSchemaV1<Input, Output>;

/** What is asked for where something else was given. */
export const schemaWanted = 'a Standard Schema, such as one of zod, valibot or arktype';

/** Whether this can be validated with; a schema of arktype is a function. */
export function isSchema(value: unknown): boolean {
  const { '~standard': standard } = Object(value) as { '~standard'?: { validate?: unknown } };
  return typeof standard?.validate === 'function';
}

/** What a schema takes. */
export type SchemaInput<S extends StandardSchemaV1> = StandardSchemaV1.InferInput<S>;

/** What a schema gives. */
export type SchemaOutput<S extends StandardSchemaV1> = StandardSchemaV1.InferOutput<S>;

/** One reason why a value was refused. */
export interface SchemaIssue {
  /** Where, such as `passengers.0.age`; `''` for the value as a whole. */
  readonly path: string;
  readonly message: string;
}

/** The value as the schema gives it, or the reasons why it was refused. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** Validates a value, waiting for the schema only where it really is asynchronous. */
export function validate<S extends StandardSchemaV1>(
  schema: S,
  value: unknown,
): SchemaResult<SchemaOutput<S>> | Promise<SchemaResult<SchemaOutput<S>>> {
  const result = schema['~standard'].validate(value);
  // Not only the promises of this realm.
  const isPromise = typeof (result as Partial<PromiseLike<unknown>> | null)?.then === 'function';
  return isPromise
    ? Promise.resolve(result).then(toSchemaResult)
    : toSchemaResult(result as StandardSchemaV1.Result<SchemaOutput<S>>);
}

function toSchemaResult<Output>(result: StandardSchemaV1.Result<Output>): SchemaResult<Output> {
  if (typeof result !== 'object' || result === null || !('value' in result || result.issues)) {
    throw new TypeError(`a schema answered ${String(result)}: neither a value nor issues`);
  }
  if (!result.issues) return result;
  return {
    issues: result.issues.map(({ path = [], message }) => ({
      path: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
      message,
    })),
  };
}

/** The issues in one line, for an error's message. */
export function describeIssues(issues: readonly SchemaIssue[]): string {
  return issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
}
