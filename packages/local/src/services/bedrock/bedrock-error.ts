/** The errors of `Converse`, and the HTTP status that each one has. */
const statusCodes = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  SerializationException: 400,
  ServiceUnavailableException: 503,
  ServiceQuotaExceededException: 400,
  ThrottlingException: 429,
  UnknownOperationException: 404,
  ValidationException: 400,
} as const;

/** The type of a Bedrock error: the name of the class that the AWS SDK throws. */
export type BedrockErrorType = keyof typeof statusCodes;

/**
 * Thrown by the reply function of the Bedrock stand-in, it becomes the error that the AWS SDK
 * throws in the application.
 *
 * @example
 * ```ts
 * import { BedrockError, type BedrockReply } from 'lwa-bridge-local';
 *
 * export const reply: BedrockReply = () => {
 *   throw new BedrockError('ThrottlingException', 'Too many requests, please wait.');
 * };
 * ```
 */
export class BedrockError extends Error {
  override readonly name: BedrockErrorType;
  /** The HTTP status that Bedrock answers with. */
  readonly statusCode: number;

  constructor(type: BedrockErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = type;
    this.statusCode = statusCodes[type];
  }
}

/** Any thrown value as an error of Bedrock: by its `name`, else an `InternalServerException`. */
export function toBedrockError(thrown: unknown): BedrockError {
  if (thrown instanceof BedrockError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const name = thrown instanceof Error ? thrown.name : '';
  const type = isBedrockErrorType(name) ? name : 'InternalServerException';
  return new BedrockError(type, message, { cause: thrown });
}

function isBedrockErrorType(name: string): name is BedrockErrorType {
  return Object.hasOwn(statusCodes, name);
}
