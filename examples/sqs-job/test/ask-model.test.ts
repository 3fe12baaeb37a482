import { startHistorian } from 'example-titanic/testing/historian';
import type { Misbehaviour } from 'example-titanic/testing/misbehaviour';
import { passenger } from 'example-titanic/testing/passenger';
import { isNonRetriableError, isRetryAfterError } from 'lwa-bridge';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { askModel, type Question } from '../src/ask-model.js';
import { callContext, rejection, withoutWaiting } from './support/call-context.js';

// The SDK's own client, as it is in production, over HTTP/2.
let historian: Awaited<ReturnType<typeof startHistorian>>;
beforeAll(async () => {
  historian = await startHistorian();
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', historian.url);
});
afterAll(() => historian.close());

let asked = 0;
beforeEach(() => {
  asked = historian.requests.length;
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local').stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', 'eu-west-1').stubEnv('BEDROCK_MODEL_ID', 'historian-1:0');
});
afterEach(() => void vi.restoreAllMocks());
const requests = () => historian.requests.slice(asked);

const party = [passenger({ ticket: 'T 1', passenger_id: 1 })];
const question: Question = {
  instructions: 'Use the tool.',
  messages: [{ role: 'user', content: [{ text: JSON.stringify(party) }] }],
  tool: { name: 'record', inputSchema: { json: { type: 'object' } } },
};

describe('a question', () => {
  it('is asked as the environment says, and what it has cost is logged', async () => {
    vi.stubEnv('BEDROCK_MAX_TOKENS', '500').stubEnv('BEDROCK_TEMPERATURE', '0.2');
    const { context, log } = callContext();
    const reply = await askModel(question, context);
    expect(reply.stopReason).toBe('tool_use');
    expect(requests()).toEqual([
      {
        modelId: 'historian-1:0',
        system: [{ text: 'Use the tool.' }],
        messages: question.messages,
        inferenceConfig: { maxTokens: 500, temperature: 0.2 },
        toolConfig: {
          tools: [{ toolSpec: question.tool }],
          toolChoice: { tool: { name: 'record' } },
        },
      },
    ]);
    expect(log.info.mock.calls).toEqual([
      [
        {
          modelId: 'historian-1:0',
          stopReason: 'tool_use',
          inputTokens: reply.usage?.inputTokens,
          outputTokens: reply.usage?.outputTokens,
          totalTokens: reply.usage?.totalTokens,
          latencyMs: expect.any(Number),
        },
        'model answered',
      ],
    ]);
    vi.stubEnv('BEDROCK_MAX_TOKENS', undefined).stubEnv('BEDROCK_TEMPERATURE', undefined);
  });

  it('is not asked where a variable is missing', async () => {
    vi.stubEnv('BEDROCK_MODEL_ID', '');
    expect(() => askModel(question, callContext().context)).toThrow('BEDROCK_MODEL_ID is not set');
    expect(requests()).toEqual([]);
  });
});

describe('what passes: it is asked again, by us and not by the SDK too', () => {
  const misbehaviours: Misbehaviour[] = [
    'ThrottlingException',
    'ModelNotReadyException',
    'ServiceQuotaExceededException',
    'ModelTimeoutException',
    'ModelErrorException',
    'ServiceUnavailableException',
    'InternalServerException',
    'cut',
    'garbage',
    'reset',
    'reset-midway',
    'disconnect',
    'disconnect-midway',
    'goaway',
  ];
  it.each(misbehaviours)('%s', async (misbehaviour) => {
    withoutWaiting();
    historian.next(misbehaviour, misbehaviour);
    const { context, log } = callContext();
    expect((await askModel(question, context)).stopReason).toBe('tool_use');
    expect(requests()).toHaveLength(3);
    expect(log.warn).toHaveBeenCalledTimes(2);
  });

  it.each(['stall', 'stall-midway'] as const)('%s, after its timeout', async (misbehaviour) => {
    vi.stubEnv('BEDROCK_TIMEOUT_SECONDS', '0.2');
    withoutWaiting();
    historian.next(misbehaviour);
    const { context, log } = callContext();
    expect((await askModel(question, context)).stopReason).toBe('tool_use');
    expect(log.warn.mock.calls[0]?.[0]).toMatchObject({ err: { name: 'TimeoutError' }, tries: 1 });
    expect(requests()).toHaveLength(2);
    vi.stubEnv('BEDROCK_TIMEOUT_SECONDS', undefined);
  });
});

describe('what does not: it is not asked again', () => {
  it.each([
    ['AccessDeniedException', 'access-denied'],
    ['ValidationException', 'invalid-request'],
    ['ResourceNotFoundException', 'no-such-model'],
  ] as const)('%s is a failure of kind %s', async (misbehaviour, kind) => {
    historian.next(misbehaviour);
    const error = await rejection(askModel(question, callContext().context));
    expect(isNonRetriableError(error)).toBe(true);
    expect(error).toMatchObject({
      name: 'ModelFailure',
      kind,
      message: `${kind}: The historian answers with ${misbehaviour}.`,
      cause: { name: misbehaviour },
    });
    expect(requests()).toHaveLength(1);
  });
});

describe('time', () => {
  it('that ends in a stall puts the job off, and waits for no signal', async () => {
    historian.next('stall');
    const deadline = Date.now() + 2300;
    const { context } = callContext({ getRemainingTimeInMillis: () => deadline - Date.now() });
    const error = await rejection(askModel(question, context));
    expect(isRetryAfterError(error)).toBe(true);
    expect(error).toMatchObject({ cause: { name: 'TimeoutError' } });
  });

  it.each(['stall', 'stall-midway'] as const)(
    'cut by the signal ends a %s',
    async (misbehaviour) => {
      historian.next(misbehaviour);
      const controller = new AbortController();
      const asking = rejection(
        askModel(question, callContext({ signal: controller.signal }).context),
      );
      await expect.poll(() => requests().length).toBe(1);
      const reason = new Error('shutting down');
      controller.abort(reason);
      expect(await asking).toBe(reason);
    },
  );
});
