import { once } from 'node:events';
import { connect } from 'node:net';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { BedrockError } from '../../../src/services/bedrock/bedrock-error.js';
import {
  BedrockFault,
  type BedrockFaultType,
} from '../../../src/services/bedrock/bedrock-fault.js';
import type { ConverseRequest } from '../../../src/services/bedrock/converse.js';
import { ModelTurn } from '../../../src/services/bedrock/model-turn.js';
import {
  type BedrockAnswer,
  type BedrockReply,
  startBedrock,
} from '../../../src/services/bedrock/start-bedrock.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(reply: BedrockReply) {
  const answers: BedrockAnswer[] = [];
  const bedrock = await startBedrock({ reply, onAnswer: (answer) => answers.push(answer) });
  const client = new BedrockRuntimeClient({
    endpoint: bedrock.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  closers.push(bedrock.close, () => client.destroy());
  return { client, answers, bedrock };
}

const question: ConverseCommandInput = {
  modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
  system: [{ text: 'Answer by the tool.' }],
  messages: [{ role: 'user', content: [{ text: 'Who was on board?' }] }],
  toolConfig: {
    tools: [
      { toolSpec: { name: 'other', inputSchema: { json: { type: 'object' } } } },
      { toolSpec: { name: 'save', inputSchema: { json: { type: 'object' } } } },
    ],
    toolChoice: { tool: { name: 'save' } },
  },
};

describe('an answer', () => {
  it('is the call of the tool that was asked for, with usage', async () => {
    const requests: ConverseRequest[] = [];
    const { client, answers } = await start((request) => {
      requests.push(request);
      return { summary: 'a family of four' };
    });
    const reply = await client.send(new ConverseCommand(question));

    expect(reply.stopReason).toBe('tool_use');
    expect(reply.output?.message?.content).toEqual([
      {
        toolUse: {
          toolUseId: expect.stringMatching(/^tooluse_/),
          name: 'save',
          input: { summary: 'a family of four' },
        },
      },
    ]);
    const { inputTokens = 0, outputTokens = 0, totalTokens } = reply.usage ?? {};
    expect(inputTokens).toBeGreaterThan(5);
    expect(outputTokens).toBeGreaterThan(5);
    expect(totalTokens).toBe(inputTokens + outputTokens);

    expect(requests).toMatchObject([
      { modelId: question.modelId, messages: question.messages, toolConfig: question.toolConfig },
    ]);
    expect(answers).toEqual([{ modelId: question.modelId, ms: expect.any(Number) }]);
  });

  it('is of the first tool where none is asked for by name', async () => {
    const { client } = await start(async () => ({}));
    const tools = question.toolConfig?.tools;
    const reply = await client.send(new ConverseCommand({ ...question, toolConfig: { tools } }));
    expect(reply.output?.message?.content?.[0]?.toolUse?.name).toBe('other');
  });

  it('is a text where the model refuses to call the tool', async () => {
    const { client } = await start(() => 'I would rather not.');
    const reply = await client.send(new ConverseCommand(question));
    expect(reply.stopReason).toBe('end_turn');
    expect(reply.output?.message?.content).toEqual([{ text: 'I would rather not.' }]);
  });

  it('is a text where the request has no tool', async () => {
    const { client } = await start(() => 'Mr. Andrews');
    const { toolConfig, ...plain } = question;
    const reply = await client.send(new ConverseCommand(plain));
    expect(reply.stopReason).toBe('end_turn');
    expect(reply.output?.message?.content).toEqual([{ text: 'Mr. Andrews' }]);
  });

  it('comes to many requests at once on one connection, each its own', async () => {
    const { client } = await start(async ({ messages }) => {
      const text = messages?.[0]?.content[0]?.text;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      return { text };
    });
    const texts = Array.from({ length: 20 }, (_, index) => `question ${index}`);
    const replies = await Promise.all(
      texts.map((text) =>
        client.send(
          new ConverseCommand({ ...question, messages: [{ role: 'user', content: [{ text }] }] }),
        ),
      ),
    );
    expect(replies.map((reply) => reply.output?.message?.content?.[0]?.toolUse?.input)).toEqual(
      texts.map((text) => ({ text })),
    );
  });
});

it('is the turn as it stands where it is a ModelTurn', async () => {
  const content = [{ text: 'I am sor' }];
  const { client } = await start(() => new ModelTurn({ content, stopReason: 'max_tokens' }));
  const reply = await client.send(new ConverseCommand(question));
  expect(reply.stopReason).toBe('max_tokens');
  expect(reply.output?.message).toEqual({ role: 'assistant', content });
});

describe('an error', () => {
  it.each([
    ['ThrottlingException', 429],
    ['ValidationException', 400],
    ['ServiceUnavailableException', 503],
    ['ModelTimeoutException', 408],
  ] as const)('%s reaches the SDK by name', async (type, status) => {
    const { client, answers } = await start(() => {
      throw new BedrockError(type, 'not today');
    });
    await expect(client.send(new ConverseCommand(question))).rejects.toMatchObject({
      name: type,
      message: 'not today',
      $metadata: { httpStatusCode: status, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(answers).toMatchObject([{ error: type }]);
  });

  it.each([
    ['an ordinary error', new TypeError('x is undefined'), 'x is undefined'],
    ['a text', 'no', 'no'],
  ])('%s is an InternalServerException', async (_what, thrown, message) => {
    const { client } = await start(() => {
      throw thrown;
    });
    await expect(client.send(new ConverseCommand(question))).rejects.toMatchObject({
      name: 'InternalServerException',
      message,
    });
  });

  it('answers an input that cannot be written as JSON with an error', async () => {
    const { client } = await start(() => ({ big: 1n }));
    await expect(client.send(new ConverseCommand(question))).rejects.toMatchObject({
      name: 'InternalServerException',
      message: expect.stringContaining('BigInt'),
    });
  });

  it('refuses operations it does not know', async () => {
    const { client } = await start(() => ({}));
    await expect(client.send(new ConverseStreamCommand(question))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });
});

describe('a fault', () => {
  it.each<[BedrockFaultType, object]>([
    ['cut', { name: 'SyntaxError', $metadata: { httpStatusCode: 200 } }],
    ['garbage', { name: 'SyntaxError', $metadata: { httpStatusCode: 200 } }],
    ['reset', { code: 'ERR_HTTP2_STREAM_ERROR' }],
    // The SDK takes what has come for the whole answer.
    ['reset-midway', { name: 'SyntaxError', $metadata: { httpStatusCode: 200 } }],
    ['disconnect', { name: 'TimeoutError' }],
    ['disconnect-midway', { name: 'SyntaxError', $metadata: { httpStatusCode: 200 } }],
    ['goaway', { name: 'TimeoutError' }],
  ])('%s ends the request, and the next one is answered', async (type, error) => {
    const faults = [type];
    const { client, answers } = await start(() => {
      const fault = faults.shift();
      if (fault) throw new BedrockFault(fault);
      return {};
    });
    await expect(client.send(new ConverseCommand(question))).rejects.toMatchObject(error);
    expect((await client.send(new ConverseCommand(question))).stopReason).toBe('tool_use');
    expect(answers.map((answer) => answer.error)).toEqual([type, undefined]);
  });

  it.each(['stall', 'stall-midway'] as const)(
    '%s lasts until the client gives up',
    async (type) => {
      const { client } = await start(() => {
        throw new BedrockFault(type);
      });
      const abortSignal = AbortSignal.timeout(100);
      await expect(
        client.send(new ConverseCommand(question), { abortSignal }),
      ).rejects.toMatchObject({ name: 'AbortError' });
    },
  );

  it('may come when the client is gone already', async () => {
    const { client, answers } = await start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      throw new BedrockFault('reset-midway');
    });
    const abortSignal = AbortSignal.timeout(50);
    await expect(client.send(new ConverseCommand(question), { abortSignal })).rejects.toThrow();
    await expect.poll(() => answers).toMatchObject([{ error: 'reset-midway' }]);
  });
});

it('closes while a request is running', async () => {
  const { client, bedrock } = await start(() => new Promise(() => {}));
  const running = client.send(new ConverseCommand(question)).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await bedrock.close();
  expect(await running).toBeInstanceOf(Error);
});

it('closes while somebody is connected who says nothing', async () => {
  const { bedrock } = await start(() => ({}));
  const socket = connect(Number(new URL(bedrock.url).port), '127.0.0.1');
  await once(socket, 'connect');
  await bedrock.close();
  await once(socket, 'close');
});
