import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { Analysis } from 'example-titanic/analysis';
import { jobs } from 'example-titanic/jobs';
import type { Passenger } from 'example-titanic/passenger';
import { passengersOf, savePassengers } from 'example-titanic/passengers';
import { passenger } from 'example-titanic/testing/passenger';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import { deliver, invoke, sqsEvent } from 'lwa-bridge/testing';
import { BedrockError, type BedrockReply } from 'lwa-bridge-local';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { handler } from '../src/handler.js';

const model = vi.fn<BedrockReply>();
const titanic = useTitanic({ bedrock: (request) => model(request) });

const party = [
  passenger({ ticket: 'PC 17755', passenger_id: 259, name: 'Ward, Miss. Anna' }),
  passenger({ ticket: 'PC 17755', passenger_id: 680, name: 'Cardeza, Mr. Thomas', sex: 'male' }),
];
const analysis: Analysis = {
  summary: 'A maid and her employer.',
  // The order is the model's own: passengers are known by their id.
  passengers: [
    { passenger_id: 680, remark: 'Travelled with his mother.' },
    { passenger_id: 259, remark: 'Was her maid.' },
  ],
};

beforeAll(() => savePassengers(party, new AbortController().signal));
beforeEach(() => void model.mockReset().mockReturnValue(analysis));

describe('a job', () => {
  it('is COMPLETED with the analysis, which its passengers have too', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: 'PC 17755' });
    expect(await run(id)).toMatchObject({ deleted: ['message-1'], returned: [] });
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', output: analysis, attempt: 1 });

    const { summary } = analysis;
    expect(await passengersOf('PC 17755')).toEqual([
      { ...party[0], analysis: { job_id: id, summary, remark: 'Was her maid.' } },
      { ...party[1], analysis: { job_id: id, summary, remark: 'Travelled with his mother.' } },
    ]);
  });

  it('asks the model for our schema, with what the list says and nothing else', async () => {
    await run((await jobs.enqueue('analyse', { ticket: 'PC 17755' })).id);
    const [request] = model.mock.lastCall ?? [];
    expect(request).toMatchObject({
      modelId: 'global.anthropic.claude-haiku-4-5-20251001-v1:0',
      toolConfig: {
        tools: [{ toolSpec: { inputSchema: { json: z.toJSONSchema(Analysis) } } }],
        toolChoice: { tool: { name: 'record_analysis' } },
      },
    });
    const asked: Passenger[] = JSON.parse(request?.messages?.[0]?.content[0]?.text ?? '');
    expect(asked).toEqual(party);
  });

  it('asks the model that BEDROCK_MODEL_ID names', async () => {
    vi.stubEnv('BEDROCK_MODEL_ID', 'amazon.nova-lite-v1:0');
    await run((await jobs.enqueue('analyse', { ticket: 'PC 17755' })).id);
    vi.stubEnv('BEDROCK_MODEL_ID', undefined);
    expect(model.mock.lastCall?.[0].modelId).toBe('amazon.nova-lite-v1:0');
  });

  it('is done once, however often its message comes', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: 'PC 17755' });
    expect((await run(id, id)).deleted).toEqual(['message-1', 'message-2']);
    expect((await run(id)).deleted).toEqual(['message-1']);
    expect(model).toHaveBeenCalledTimes(1);
  });

  it('for a ticket that nobody has is FAILED at once', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: 'nobody' });
    expect((await run(id)).deleted).toEqual(['message-1']);
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: expect.stringContaining('nobody has ticket nobody'),
    });
    expect(model).not.toHaveBeenCalled();
  });
});

describe('a model', () => {
  it('that refuses makes the job FAILED at once, with its words', async () => {
    model.mockReturnValue('I would rather not speak of the dead.');
    const { id } = await jobs.enqueue('analyse', { ticket: 'PC 17755' });
    expect((await run(id)).deleted).toEqual(['message-1']);
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: expect.stringContaining('refused (end_turn): I would rather not speak of the dead.'),
    });
  });

  const [first] = analysis.passengers;
  it.each([
    ['nothing', {}, 'malformed'],
    ['half an analysis', { summary: 'A maid.' }, 'passengers'],
    [
      'ids that are none',
      { ...analysis, passengers: [{ ...first, passenger_id: 'A' }] },
      'malformed',
    ],
    ['too few passengers', { ...analysis, passengers: [first] }, 'asked about passengers 259, 680'],
    ['others', { ...analysis, passengers: [{ ...first, passenger_id: 1 }] }, 'answered about 1'],
    ['one twice', { ...analysis, passengers: [first, first] }, 'answered about 680, 680'],
  ])(
    'that answers with %s is asked again, in the end the job is FAILED',
    async (_what, reply, reason) => {
      model.mockReturnValue(reply);
      const { id } = await jobs.enqueue('analyse', { ticket: 'PC 17755' });
      expect((await run(id)).returned).toEqual(['message-1']);
      expect(await jobs.get(id)).toMatchObject({
        status: 'PENDING',
        lastError: expect.stringContaining(reason),
      });

      await makeLastAttempt(id);
      expect((await run(id)).deleted).toEqual(['message-1']);
      expect(await jobs.get(id)).toMatchObject({
        status: 'FAILED',
        attempt: 3,
        error: expect.stringContaining(reason),
      });
    },
  );

  it('that may not be used is named by its error', async () => {
    model.mockImplementation(() => {
      throw new BedrockError('AccessDeniedException', 'You may not use this model.');
    });
    const { id } = await jobs.enqueue('analyse', { ticket: 'PC 17755' });
    expect((await run(id)).returned).toEqual(['message-1']);
    expect(await jobs.get(id)).toMatchObject({
      status: 'PENDING',
      lastError: expect.stringContaining('You may not use this model.'),
    });
  });
});

describe('a message', () => {
  it('of a job that is not in the table comes back', async () => {
    expect((await run('test-123')).returned).toEqual(['message-1']);
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

function run(...ids: string[]) {
  return deliver(handler, sqsEvent(ids.map((job_id) => ({ job_id }))));
}

/** As if two attempts had failed, and the wait after the second were over. */
async function makeLastAttempt(id: string): Promise<void> {
  await titanic.platform.clients.dynamodb.send(
    new UpdateItemCommand({
      TableName: 'titanic-test-jobs',
      Key: { job_id: { S: id } },
      UpdateExpression: 'SET attempt = :two REMOVE not_before',
      ExpressionAttributeValues: { ':two': { N: '2' } },
    }),
  );
}
