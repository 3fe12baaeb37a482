import { NonRetriableError } from 'lwa-bridge';

/**
 * Why a model gives no analysis, however often it is asked.
 *
 * - `refused`: the model declines
 * - `guardrail`, `content-filter`: it was kept from answering
 * - `max-tokens`: its answer is longer than BEDROCK_MAX_TOKENS, or the question than its context
 * - `malformed`: several answers were no analysis of these passengers
 * - `access-denied`: the role may not invoke this model, or the account has no access to it
 * - `no-such-model`: there is none by this id in this region
 * - `invalid-request`: Bedrock refuses the request, such as a model's that takes no tools
 */
export type ModelFailureKind =
  | 'refused'
  | 'guardrail'
  | 'content-filter'
  | 'max-tokens'
  | 'malformed'
  | 'access-denied'
  | 'no-such-model'
  | 'invalid-request';

/** Ends a job as FAILED, whose `error` begins with the kind. */
export class ModelFailure extends NonRetriableError {
  readonly kind: ModelFailureKind;

  constructor(kind: ModelFailureKind, reason: string, options?: ErrorOptions) {
    super(`${kind}: ${reason}`, options);
    this.name = 'ModelFailure';
    this.kind = kind;
  }
}

const kinds: Readonly<Record<string, ModelFailureKind>> = {
  AccessDeniedException: 'access-denied',
  ResourceNotFoundException: 'no-such-model',
  ValidationException: 'invalid-request',
};

/** What Bedrock has thrown, as a `ModelFailure` where trying again cannot help. */
export function toModelFailure(error: unknown): unknown {
  const kind = error instanceof Error && kinds[error.name];
  return kind ? new ModelFailure(kind, error.message, { cause: error }) : error;
}
