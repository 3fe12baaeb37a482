import { requireEnv } from 'example-titanic/environment';

/** How the model is asked. */
export interface ModelSettings {
  readonly modelId: string;
  readonly maxTokens: number;
  /** From 0 to 1. Without one the model's own; some take none. */
  readonly temperature?: number;
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Reads them from the environment: `BEDROCK_MODEL_ID`, `BEDROCK_MAX_TOKENS`, `BEDROCK_TEMPERATURE`,
 * `BEDROCK_TIMEOUT_SECONDS`.
 *
 * @throws Error that names the variable that is missing or unusable
 */
export function readModelSettings(): ModelSettings {
  const purpose = 'it names a model of Bedrock that takes tools, or an inference profile';
  const temperature = readNumber('BEDROCK_TEMPERATURE', { from: 0, to: 1 });
  return {
    modelId: requireEnv('BEDROCK_MODEL_ID', purpose),
    maxTokens: readNumber('BEDROCK_MAX_TOKENS', { from: 1, to: 1_000_000, whole: true }) ?? 4096,
    ...(temperature !== undefined && { temperature }),
    timeoutMs: (readNumber('BEDROCK_TIMEOUT_SECONDS', { from: 0.1, to: 900 }) ?? 60) * 1000,
  };
}

/**
 * Where Bedrock is asked: `BEDROCK_REGION`, else the function's own region.
 *
 * @throws Error where neither is set
 */
export function readRegion(): string {
  const purpose = 'it is where Bedrock is asked, unless BEDROCK_REGION is set';
  return process.env.BEDROCK_REGION || requireEnv('AWS_REGION', purpose);
}

function readNumber(
  name: string,
  { from, to, whole = false }: { from: number; to: number; whole?: boolean },
): number | undefined {
  const text = process.env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  const wanted = `${whole ? 'a whole number' : 'a number'} from ${from} to ${to}`;
  throw new Error(`environment variable ${name}: ${wanted}, got "${text}"`);
}
