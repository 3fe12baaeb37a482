import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { Analysis } from 'example-titanic/analysis';
import { jobs } from 'example-titanic/jobs';
import { passengersOf, savePassengers } from 'example-titanic/passengers';
import { describeParty } from 'example-titanic/testing/describe-party';
import { createHistorian } from 'example-titanic/testing/historian';
import type { Misbehaviour } from 'example-titanic/testing/misbehaviour';
import { passenger } from 'example-titanic/testing/passenger';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import { deliver, type InvokeOptions, invoke, sqsEvent } from 'lwa-bridge/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { handler } from '../src/handler.js';
import { withoutWaiting } from './support/call-context.js';

let historian = createHistorian();
const titanic = useTitanic({ bedrock: (request) => historian.reply(request) });

const party = [
  passenger({ ticket: 'PC 17755', passenger_id: 259, name: 'Ward, Miss. Anna', survived: true }),
  passenger({ ticket: 'PC 17755', passenger_id: 680, name: 'Cardeza, Mr. Thomas', sex: 'male' }),
];
const analysis = describeParty(party);

beforeAll(() => savePassengers(party, new AbortController().signal));
beforeEach(() => {
  historian = createHistorian();
  vi.stubEnv('BEDROCK_MODEL_ID', 'historian-1:0');
});
afterEach(() => void vi.restoreAllMocks());

describe('a job', () => {
  it('is COMPLETED with the analysis, which its passengers have too', async () => {
    const id = await enqueue();
    expect(await run([id])).toMatchObject({ deleted: ['message-1'], returned: [] });
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', output: analysis, attempt: 1 });

    const { summary, passengers } = analysis;
    const [first, second] = passengers.map(({ remark }) => ({ job_id: id, summary, remark }));
    expect(await passengersOf('PC 17755')).toEqual([
      { ...party[0], analysis: first },
      { ...party[1], analysis: second },
    ]);
  });

  it('asks the model for our schema, with what the list says and nothing else', async () => {
    await run([await enqueue()]);
    const [request] = historian.requests;
    expect(request).toMatchObject({
      modelId: 'historian-1:0',
      inferenceConfig: { maxTokens: 4096 },
      toolConfig: {
        tools: [{ toolSpec: { inputSchema: { json: z.toJSONSchema(Analysis) } } }],
        toolChoice: { tool: { name: 'record_analysis' } },
      },
    });
    expect(JSON.parse(request?.messages?.[0]?.content[0]?.text ?? '')).toEqual(party);
  });

  it('logs what it has cost, with its id', async () => {
    const info = vi.fn();
    const log = { debug() {}, info, warn() {}, error() {} };
    const id = await enqueue();
    await run([id], { log });
    expect(info).toHaveBeenCalledWith(
      expect.objectContaining({
        jobId: id,
        modelId: 'historian-1:0',
        inputTokens: expect.any(Number),
        outputTokens: expect.any(Number),
        totalTokens: expect.any(Number),
        latencyMs: expect.any(Number),
      }),
      'model answered',
    );
  });

  it('is done once, however often its message comes', async () => {
    const id = await enqueue();
    expect((await run([id, id])).deleted).toEqual(['message-1', 'message-2']);
    expect((await run([id])).deleted).toEqual(['message-1']);
    expect(historian.requests).toHaveLength(1);
  });

  it('for a ticket that nobody has is FAILED at once', async () => {
    const id = await enqueue('nobody');
    expect((await run([id])).deleted).toEqual(['message-1']);
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: 'nobody has ticket nobody',
    });
    expect(historian.requests).toEqual([]);
  });

  it('comes back where a setting is missing, and is done when it is there', async () => {
    vi.stubEnv('BEDROCK_MODEL_ID', '');
    const id = await enqueue();
    expect((await run([id])).returned).toEqual(['message-1']);
    const lastError = expect.stringContaining('BEDROCK_MODEL_ID is not set');
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', lastError });

    vi.stubEnv('BEDROCK_MODEL_ID', 'historian-1:0');
    await beforeAttempt(2, id);
    expect((await run([id])).deleted).toEqual(['message-1']);
  });
});

describe('a failure that no retry helps makes the job FAILED at once, by its kind', () => {
  it.each<[Misbehaviour, string]>([
    ['refusal', 'refused: the model stopped by refusal: I would rather not speak of the dead.'],
    [
      'guardrail',
      'guardrail: the model stopped by guardrail_intervened: Blocked by the guardrail.',
    ],
    ['content-filter', 'content-filter: the model stopped by content_filtered: without a word'],
    ['max-tokens', 'max-tokens: the model stopped by max_tokens: without a word'],
    ['AccessDeniedException', 'access-denied: The historian answers with AccessDeniedException.'],
    ['ValidationException', 'invalid-request: The historian answers with ValidationException.'],
  ])('%s', async (misbehaviour, error) => {
    historian.next(misbehaviour);
    const id = await enqueue();
    expect((await run([id])).deleted).toEqual(['message-1']);
    expect(await jobs.get(id)).toMatchObject({ status: 'FAILED', attempt: 1, error });
    expect(historian.requests).toHaveLength(1);
  });
});

describe('a malformed analysis', () => {
  it.each<[Misbehaviour, string]>([
    ['bad-schema', 'expected string'],
    ['half-an-analysis', 'passengers'],
    ['one-missing', 'the passengers are 259, 680, the analysis is about 680'],
    ['one-twice', 'the analysis is about 259, 259, 680'],
    ['stranger', 'the analysis is about 0'],
  ])('goes back to the model with what is wrong with it: %s', async (misbehaviour, problem) => {
    historian.next(misbehaviour);
    const id = await enqueue();
    await run([id]);
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', output: analysis });

    const [question, answer, objection] = historian.requests[1]?.messages ?? [];
    expect(question).toEqual(historian.requests[0]?.messages?.[0]);
    expect(answer?.content).toMatchObject([{ toolUse: { toolUseId: 'tooluse_1' } }]);
    const text = expect.stringContaining(problem);
    expect(objection?.content).toEqual([
      { toolResult: { toolUseId: 'tooluse_1', content: [{ text }] } },
    ]);
  });

  it('that is no call of the tool is answered in words', async () => {
    historian.next('no-tool');
    const id = await enqueue();
    await run([id]);
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED' });
    const text = expect.stringContaining('no tool was called (end_turn): They were a family');
    expect(historian.requests[1]?.messages?.at(-1)?.content).toEqual([{ text }]);
  });

  it('with nothing in it is asked for again by the same question', async () => {
    historian.next('malformed-tool-use');
    await run([await enqueue()]);
    expect(historian.requests).toHaveLength(2);
    expect(historian.requests[1]).toEqual(historian.requests[0]);
  });

  it('for the third time makes the job FAILED', async () => {
    historian.next('bad-schema', 'no-tool', 'one-missing');
    const id = await enqueue();
    expect((await run([id])).deleted).toEqual(['message-1']);
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error:
        'malformed: the passengers are 259, 680, the analysis is about 680 (the last of 3 answers)',
    });
    expect(historian.requests).toHaveLength(3);
  });
});

describe('Bedrock that is busy', () => {
  it('is asked again in the same attempt', async () => {
    withoutWaiting();
    historian.next('ThrottlingException', 'ServiceUnavailableException', 'reset-midway');
    const id = await enqueue();
    await run([id]);
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', attempt: 1 });
    expect(historian.requests).toHaveLength(4);
  });

  it.each<Misbehaviour>(['ThrottlingException', 'stall', 'stall-midway'])(
    'until the deadline (%s) puts the job off, and is asked again then',
    async (misbehaviour) => {
      historian.next(misbehaviour);
      const id = await enqueue();
      const { returned, visibilityTimeouts } = await run([id], { timeoutMs: 3500 });
      expect(returned).toEqual(['message-1']);
      expect(visibilityTimeouts?.['message-1']).toBeGreaterThanOrEqual(30);
      const lastError = expect.stringContaining('no answer within this invocation');
      expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', attempt: 1, lastError });

      await beforeAttempt(8, id);
      await run([id]);
      expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', attempt: 8 });
    },
  );

  it('in the last attempt makes the job FAILED', async () => {
    historian.next('ThrottlingException');
    const id = await enqueue();
    await beforeAttempt(8, id);
    expect((await run([id], { timeoutMs: 3500 })).deleted).toEqual(['message-1']);
    const error = expect.stringContaining('no answer within this invocation: ThrottlingException');
    expect(await jobs.get(id)).toMatchObject({ status: 'FAILED', attempt: 8, error });
  });
});

describe('a message', () => {
  it('of a job that is not in the table comes back', async () => {
    expect((await run(['test-123'])).returned).toEqual(['message-1']);
  });

  it('written by hand, without an id, fails the invocation, which says why', async () => {
    const event = { Records: [{ body: '{"job_id":"test-123"}' }] };
    await expect(invoke(handler, event)).rejects.toThrow(
      'there is no job test-123 in table titanic-test-jobs',
    );
  });

  it.each(['JOBS_TABLE', 'APP_NAMESPACE', 'APP_ENV'])('without %s says so', async (missing) => {
    const variables = { JOBS_TABLE: '', APP_NAMESPACE: 'titanic', APP_ENV: 'test' };
    if (missing === 'JOBS_TABLE') Object.assign(variables, { APP_NAMESPACE: '', APP_ENV: '' });
    for (const [name, value] of Object.entries({ ...variables, [missing]: '' })) {
      vi.stubEnv(name, value);
    }
    const event = { Records: [{ body: '{"job_id":"test-123"}' }] };
    await expect(invoke(handler, event)).rejects.toThrow(`variable ${missing} is not set`);
    vi.stubEnv('APP_NAMESPACE', 'titanic').stubEnv('APP_ENV', 'test');
  });
});

async function enqueue(ticket = 'PC 17755'): Promise<string> {
  return (await jobs.enqueue('analyse', { ticket })).id;
}

function run(ids: readonly string[], options?: InvokeOptions) {
  const event = sqsEvent(ids.map((job_id) => ({ job_id })));
  return deliver(handler, event, options);
}

/** As if the attempts before had failed, and the wait after the last of them were over. */
async function beforeAttempt(attempt: number, id: string): Promise<void> {
  await titanic.platform.clients.dynamodb.send(
    new UpdateItemCommand({
      TableName: 'titanic-test-jobs',
      Key: { job_id: { S: id } },
      UpdateExpression: 'SET attempt = :before REMOVE not_before',
      ExpressionAttributeValues: { ':before': { N: String(attempt - 1) } },
    }),
  );
}
