import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { jobs } from 'example-titanic/jobs';
import type { Job } from 'lwa-bridge';
import { describe, expect, it } from 'vitest';
import { expectProblem } from './testing/expect-problem.js';
import { useApi } from './testing/use-api.js';

const api = useApi();
const ticket = 'CA. 2343';
const body = JSON.stringify({ ticket });

describe('POST /jobs', () => {
  it('accepts a job, says where it is and when to ask, and enqueues it', async () => {
    const response = await api.call('POST /jobs', { body });
    const job = await read<Job>(response);
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe(`/jobs/${job.id}`);
    expect(response.headers.get('retry-after')).toBe('1');
    const pending = { type: 'analyse', status: 'PENDING', input: { ticket }, attempt: 0 };
    expect(job).toMatchObject(pending);

    expect(await read(await api.call(`GET /jobs/${job.id}`))).toEqual(job);
    expect(await receive()).toEqual([{ job_id: job.id }]);
  });

  it('makes one job of requests with the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const first = await read<Job>(await api.call('POST /jobs', { body, headers }));
    const second = await read<Job>(await api.call('POST /jobs', { body, headers }));
    expect(second.id).toBe(first.id);

    const other = await api.call('POST /jobs', { body: '{"ticket":"A/5 21171"}', headers });
    await expectProblem(other, 409, { detail: expect.stringContaining('another input') });

    const token = await api.token({ sub: 'somebody else' });
    const third = await read<Job>(await api.call('POST /jobs', { body, headers, token }));
    expect(third.id).not.toBe(first.id);
  });

  it('says of a job that has ended what became of it, and not to wait', async () => {
    const headers = { 'Idempotency-Key': 'ended' };
    const { id } = await read<Job>(await api.call('POST /jobs', { body, headers }));
    await jobs.cancel(id);
    const again = await api.call('POST /jobs', { body, headers });
    expect(again.status).toBe(202);
    expect(again.headers.get('retry-after')).toBeNull();
    expect(await read(again)).toMatchObject({ id, status: 'FAILED' });
  });

  it.each([
    ['', 'which would make one job of all'],
    ['two words', 'which is none that a caller makes'],
    ['x'.repeat(256), 'which is too long'],
  ])('refuses the Idempotency-Key "%s", %s', async (key) => {
    const response = await api.call('POST /jobs', { body, headers: { 'Idempotency-Key': key } });
    const errors = [{ path: 'idempotency-key', message: expect.any(String) }];
    await expectProblem(response, 422, { detail: 'The header is not valid.', errors });
  });

  it.each(['{"ticket":', '', '\uFEFF\u0000'])('refuses %j, which is not JSON', async (text) => {
    await expectProblem(await api.call('POST /jobs', { body: text }), 400);
  });

  it.each([
    ['{}', 'ticket'],
    ['{"ticket":""}', 'ticket'],
    ['{"ticket":"  "}', 'ticket'],
    ['{"ticket":" 1601"}', 'ticket'],
    ['{"ticket":"1601\\n"}', 'ticket'],
    ['{"ticket":"\\ud800"}', 'ticket'],
    ['{"ticket":7}', 'ticket'],
    [JSON.stringify({ ticket: 'x'.repeat(101) }), 'ticket'],
    ['null', ''],
    ['[]', ''],
    ['"CA. 2343"', ''],
  ])('refuses %s, and says where it is wrong', async (text, path) => {
    await expectProblem(await api.call('POST /jobs', { body: text }), 422, {
      detail: 'The body is not valid.',
      errors: [{ path, message: expect.any(String) }],
    });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'refuses a body that is %s',
    async (type) => {
      const headers = { 'Content-Type': type };
      await expectProblem(await api.call('POST /jobs', { body, headers }), 415);
    },
  );

  it('refuses a body that is too large, with its length told or not', async () => {
    const large = JSON.stringify({ ticket, more: 'x'.repeat(20_000) });
    await expectProblem(await api.call('POST /jobs', { body: large }), 413);

    const streamed = await fetch(`${api.url}/jobs`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await api.token()}`,
        'Content-Type': 'application/json',
      },
      body: new Blob([large]).stream(),
      duplex: 'half',
    });
    await expectProblem(streamed, 413);
  });
});

describe('GET /jobs/:id', () => {
  it('tells how a job ended, and not to ask again', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket });
    await jobs.cancel(id);
    const response = await api.call(`GET /jobs/${id}`);
    expect(response.headers.get('retry-after')).toBeNull();
    expect(await read(response)).toMatchObject({
      id,
      status: 'FAILED',
      error: expect.stringContaining('CANCELLED'),
    });
  });

  it('says of one that waits for its time when that is', async () => {
    const { id } = await jobs.enqueue('analyse', { ticket }, { delaySeconds: 20 });
    const { headers } = await api.call(`GET /jobs/${id}`);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(10);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(20);
  });

  it.each(['test-123', 'a/b', 'x'.repeat(101), '%00', '%ff'])('does not know %s', async (id) => {
    await expectProblem(await api.call(`GET /jobs/${id}`), 404);
  });
});

describe('GET /jobs', () => {
  it('gives the jobs of one state page by page, the newest first', async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 5; n++) {
      const { id } = await jobs.enqueue('analyse', { ticket: `page ${n}` });
      ids.unshift(id);
      await jobs.cancel(id);
    }

    const found: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const query = cursor ? `&cursor=${cursor}` : '';
      const page = await read<Page>(await api.call(`GET /jobs?status=FAILED&limit=2${query}`));
      expect(page.jobs.length).toBeLessThanOrEqual(2);
      expect(page.jobs.every(({ status }) => status === 'FAILED')).toBe(true);
      found.push(...page.jobs.map(({ id }) => id));
      ({ cursor } = page);
      pages++;
    } while (cursor);
    // Those of the other tests ended before.
    expect(found.slice(0, 5)).toEqual(ids);
    expect(new Set(found).size).toBe(found.length);
    expect(pages).toBeGreaterThanOrEqual(3);
  });

  it.each(['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'])('takes %s', async (status) => {
    const response = await api.call(`GET /jobs?status=${status}`);
    expect(response.status).toBe(200);
    expect(await read<Page>(response)).toMatchObject({ jobs: expect.any(Array) });
  });

  it.each([
    ['', 'status'],
    ['?status=DONE', 'status'],
    ['?status=FAILED&status=PENDING', 'status'],
    ['?status=FAILED&limit=0', 'limit'],
    ['?status=FAILED&limit=101', 'limit'],
    ['?status=FAILED&limit=1.5', 'limit'],
    ['?status=FAILED&limit=', 'limit'],
    ['?status=FAILED&limit=many', 'limit'],
    ['?status=FAILED&cursor=', 'cursor'],
  ])('refuses "%s"', async (query, path) => {
    const errors = [{ path, message: expect.any(String) }];
    const detail = 'The query is not valid.';
    await expectProblem(await api.call(`GET /jobs${query}`), 422, { detail, errors });
  });

  it('has no page for a cursor that it never gave', async () => {
    await expectProblem(await api.call('GET /jobs?status=FAILED&cursor=W10'), 404);
  });
});

interface Page {
  jobs: Job[];
  cursor?: string;
}

async function read<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** The bodies of the messages that wait in the queue of jobs, which they are taken from. */
async function receive(): Promise<unknown[]> {
  const { clients, queues } = api.titanic.platform;
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queues.jobs.url, MaxNumberOfMessages: 10 }),
  );
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}
