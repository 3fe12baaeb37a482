import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { jobs } from 'example-titanic/jobs';
import { savePassengers } from 'example-titanic/passengers';
import { passenger } from 'example-titanic/testing/passenger';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import type { Job } from 'lwa-bridge';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { app } from '../src/handler.js';

const titanic = useTitanic();

type Problem = { status: number } & Record<string, unknown>;

beforeAll(() =>
  savePassengers(
    [
      passenger({ ticket: 'A/5 21171', passenger_id: 1 }),
      passenger({ ticket: 'CA. 2343', passenger_id: 2 }),
      passenger({ ticket: 'CA. 2343', passenger_id: 3 }),
    ],
    new AbortController().signal,
  ),
);

describe('POST /jobs', () => {
  it('accepts a job, says where it is, and enqueues it', async () => {
    const response = await post('{"ticket":"CA. 2343"}');
    const job = await read<Job>(response);
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`/jobs/${job.id}`);
    expect(job).toMatchObject({
      type: 'analyse',
      status: 'PENDING',
      input: { ticket: 'CA. 2343' },
      attempt: 0,
    });

    expect(await (await app.request(`/jobs/${job.id}`)).json()).toEqual(job);
    expect(await receive()).toEqual([{ job_id: job.id }]);
  });

  it('takes no empty Idempotency-Key, which would make one job of all', async () => {
    const empty = post('{"ticket":"CA. 2343"}', { 'Idempotency-Key': '' });
    await expectProblem(await empty, {
      status: 400,
      title: 'Bad Request',
      detail: 'The Idempotency-Key is empty.',
    });
  });

  it('makes one job of requests with the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const [first, second] = [
      await read<Job>(await post('{"ticket":"CA. 2343"}', headers)),
      await read<Job>(await post('{"ticket":"CA. 2343"}', headers)),
    ];
    expect(second.id).toBe(first.id);
    await expectProblem(await post('{"ticket":"A/5 21171"}', headers), {
      status: 422,
      title: 'Unprocessable Entity',
      detail: expect.stringContaining('another input'),
    });
  });

  it.each([
    ['{"ticket":', 'The body is not JSON.'],
    ['', 'The body is not JSON.'],
    ['\uFEFF\u0000', 'The body is not JSON.'],
  ])('refuses %j', async (body, detail) => {
    await expectProblem(await post(body), { status: 400, title: 'Bad Request', detail });
  });

  it.each([
    ['{}', 'ticket'],
    ['{"ticket":""}', 'ticket'],
    ['{"ticket":"  "}', 'ticket'],
    ['{"ticket":7}', 'ticket'],
    [JSON.stringify({ ticket: 'x'.repeat(101) }), 'ticket'],
    ['null', ''],
    ['[]', ''],
    ['"CA. 2343"', ''],
  ])('refuses %s, and says where it is wrong', async (body, path) => {
    await expectProblem(await post(body), {
      status: 422,
      title: 'Unprocessable Entity',
      detail: 'The body is not valid.',
      errors: [{ path, message: expect.any(String) }],
    });
  });
});

describe('GET /jobs/:id', () => {
  it('tells how a job ended', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket: 'CA. 2343' });
    await jobs.cancel(id);
    const job = await (await app.request(`/jobs/${id}`)).json();
    expect(job).toMatchObject({
      id,
      status: 'FAILED',
      error: expect.stringContaining('CANCELLED'),
    });
  });

  it.each(['test-123', 'a/b', 'x'.repeat(101), '%00', '%ff'])('does not know %s', async (id) => {
    await expectProblem(await app.request(`/jobs/${id}`), { status: 404, title: 'Not Found' });
  });
});

describe('GET /passengers/:ticket', () => {
  it.each(['CA.%202343', 'CA. 2343'])('gives all passengers of %s', async (ticket) => {
    const response = await app.request(`/passengers/${ticket}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      ticket: 'CA. 2343',
      passengers: [{ passenger_id: 2 }, { passenger_id: 3 }],
    });
  });

  it.each(['A/5 21171', 'A%2F5%2021171', 'A%2f5%2021171'])(
    'takes a ticket with a slash: %s',
    async (ticket) => {
      const response = await app.request(`/passengers/${ticket}`);
      expect(await response.json()).toMatchObject({
        ticket: 'A/5 21171',
        passengers: [{ passenger_id: 1 }],
      });
    },
  );

  it.each(['nobody', 'x'.repeat(101), ''])('does not know %s', async (ticket) => {
    const response = await app.request(`/passengers/${ticket}`);
    await expectProblem(response, { status: 404, title: 'Not Found' });
  });
});

describe('the rest', () => {
  afterEach(() => void vi.stubEnv('APP_ENV', 'test'));

  it('GET /healthz is well without any variable', async () => {
    vi.stubEnv('APP_ENV', '');
    const response = await app.request('/healthz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it.each(['GET /', 'GET /nowhere', 'DELETE /jobs/1', 'GET /jobs', 'POST /events'])(
    'has no %s',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      await expectProblem(await app.request(path, { method }), {
        status: 404,
        title: 'Not Found',
        detail: `There is no ${route}.`,
      });
    },
  );

  it('tells the log, and not the caller, what went wrong', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', 'error').stubEnv('APP_ENV', '');
    const response = await app.request('/passengers/any');
    const lines = write.mock.calls.map(([line]) => JSON.parse(String(line)));
    write.mockRestore();
    vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', 'fatal');

    expect(lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'a request failed',
        path: '/passengers/any',
        errorMessage: expect.stringContaining('environment variable APP_ENV is not set'),
      }),
    ]);
    await expectProblem(response, {
      status: 500,
      title: 'Internal Server Error',
      detail: `Something went wrong. The log has it under request id ${lines[0].requestId}.`,
    });
  });

  it('fails a request whose context from the adapter cannot be read', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const headers = { 'x-amzn-lambda-context': '{' };
    await expectProblem(await app.request('/jobs/1', { headers }), { status: 500 });
    expect(log).toHaveBeenCalled();
    log.mockRestore();
  });
});

describe('CORS', () => {
  it('lets any page ask, and read where its job is', async () => {
    const preflight = await app.request('/jobs', {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://example.com',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');

    const { headers } = await post('{"ticket":"CA. 2343"}', { Origin: 'https://example.com' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toBe('Location');
  });

  it.each(['/nowhere', '/jobs/1', '/passengers/nobody'])(
    'lets it read problems: %s',
    async (path) => {
      const { headers } = await app.request(path, { headers: { Origin: 'https://example.com' } });
      expect(headers.get('access-control-allow-origin')).toBe('*');
    },
  );
});

function post(body: string, headers: Record<string, string> = {}) {
  return app.request('/jobs', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
}

async function read<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

async function expectProblem(response: Response, problem: Problem) {
  expect(response.status).toBe(problem.status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ type: 'about:blank', ...problem });
}

/** The bodies of the messages that wait in the queue of jobs, which they are taken from. */
async function receive(): Promise<unknown[]> {
  const { clients, queues } = titanic.platform;
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queues.jobs.url, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}
