import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readModelSettings, readRegion } from '../src/model-settings.js';

beforeEach(() => void vi.unstubAllEnvs().stubEnv('BEDROCK_MODEL_ID', 'a-model'));

describe('the settings', () => {
  it('need no more than a model', () => {
    expect(readModelSettings()).toEqual({ modelId: 'a-model', maxTokens: 4096, timeoutMs: 60_000 });
  });

  it('are what the environment says', () => {
    vi.stubEnv('BEDROCK_MAX_TOKENS', '100').stubEnv('BEDROCK_TEMPERATURE', '0');
    vi.stubEnv('BEDROCK_TIMEOUT_SECONDS', '1.5');
    expect(readModelSettings()).toEqual({
      modelId: 'a-model',
      maxTokens: 100,
      temperature: 0,
      timeoutMs: 1500,
    });
  });

  it.each([
    ['BEDROCK_MODEL_ID', '', ' is not set: it names a model of Bedrock'],
    ['BEDROCK_MAX_TOKENS', '0', ': a whole number from 1 to 1000000, got "0"'],
    ['BEDROCK_MAX_TOKENS', '1.5', ': a whole number from 1 to 1000000, got "1.5"'],
    ['BEDROCK_TEMPERATURE', 'warm', ': a number from 0 to 1, got "warm"'],
    ['BEDROCK_TEMPERATURE', '-1', ': a number from 0 to 1, got "-1"'],
    ['BEDROCK_TIMEOUT_SECONDS', '1000', ': a number from 0.1 to 900, got "1000"'],
  ])('%s=%s is refused', (name, value, reason) => {
    vi.stubEnv(name, value);
    expect(() => readModelSettings()).toThrow(`environment variable ${name}${reason}`);
  });
});

describe('the region', () => {
  it('is that of the function, or another one', () => {
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    expect(readRegion()).toBe('eu-west-1');
    vi.stubEnv('BEDROCK_REGION', 'us-east-1');
    expect(readRegion()).toBe('us-east-1');
  });

  it('is needed', () => {
    vi.stubEnv('AWS_REGION', '').stubEnv('BEDROCK_REGION', '');
    expect(() => readRegion()).toThrow('AWS_REGION is not set');
  });
});
