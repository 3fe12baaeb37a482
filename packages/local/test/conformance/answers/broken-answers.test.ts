import { describe, expect, test } from 'vitest';
import type { Lambda } from '../lambda.js';
import { lambdas } from '../lambdas.js';
import { observe, rustError, rustPanic } from '../observe.js';
import { useLambda } from '../use-lambda.js';

const file = 'lambda-service/fixtures/reply-as-told.mjs';
const next = { body: '"next"' };

const noAnswer = () => ({ errorType: rustError, errorMessage: 'client error (SendRequest)' });
const panic =
  (error: string) =>
  ({ version }: Lambda) => ({
    errorType: rustPanic,
    errorMessage:
      version === '0.9'
        ? 'Lambda panicked'
        : `Lambda panicked: unable to read bytes from body: hyper::Error(Body, Custom { kind: UnexpectedEof, error: ${error} })`,
  });

const brokenAnswers = [
  {
    name: 'closed before the headers',
    told: { cut: 'before the headers' },
    error: noAnswer,
  },
  { name: 'reset before the headers', told: { cut: 'by a reset' }, error: noAnswer },
  {
    name: 'closed after the headers',
    told: { cut: 'after the headers', headers: { 'content-length': '9' } },
    error: panic('IncompleteBody'),
  },
  {
    name: 'closed in the body',
    told: { cut: 'in the body', headers: { 'content-length': '9' } },
    error: panic('IncompleteBody'),
  },
  {
    name: 'closed between two chunks',
    told: { cut: 'in the body' },
    error: panic('"unexpected EOF during chunk size line"'),
  },
];

const coveredAnswers = [
  { name: 'with a reason', told: { status: 500, body: '{"errorType":"E","errorMessage":"m"}' } },
  { name: 'without a body', told: { status: 500 } },
  { name: 'of another type', told: { status: 500, headers: {}, body: 'oops' } },
  {
    name: 'closed in the body',
    told: { status: 500, cut: 'in the body', headers: { 'content-length': '9' } },
  },
  { name: 'closed between two chunks', told: { status: 500, cut: 'in the body' } },
  { name: 'of 7 MB', told: { status: 500, size: 7_000_000 } },
  { name: 'that comes slowly', told: { status: 500, body: '1', flush: true, delayMs: 200 } },
];

describe.each(lambdas)('$name', (lambda) => {
  describe('a connection', () => {
    const told = useLambda(lambda, { file });

    test.for(brokenAnswers)('$name fails that event only', async ({ told: event, error }) => {
      await expect(told().invoke(event)).rejects.toMatchObject(error(lambda));
      expect(await told().invoke(next)).toBe('next');
    });
  });

  describe('HTTP 500 that is an error', () => {
    const told = useLambda(lambda, { file, env: { AWS_LWA_ERROR_STATUS_CODES: '500-599' } });

    test.for(coveredAnswers)('$name fails that event only', async ({ told: event }) => {
      await expect(told().invoke(event)).rejects.toMatchObject({
        errorType: rustError,
        errorMessage: 'Request failed with configured error status code: 500',
      });
      expect(await told().invoke(next)).toBe('next');
    });
  });

  test('a handler that listens no more fails every event', async () => {
    await using told = await lambda.start({ file });
    const stop = { stopListening: true, headers: { connection: 'close' } };
    expect(await told.invoke(stop)).toBeNull();
    for (let n = 0; n < 2; n++) {
      await expect(told.invoke({})).rejects.toMatchObject({
        errorType: rustError,
        errorMessage: 'client error (Connect)',
      });
    }
  });

  test.for([
    { name: 'code 0', told: { exit: 0 }, reason: 'Runtime exited without providing a reason' },
    { name: 'code 3', told: { exit: 3 }, reason: 'Runtime exited with error: exit status 3' },
    {
      name: 'SIGKILL',
      told: { signal: 'SIGKILL' },
      reason: 'Runtime exited with error: signal: killed',
    },
  ])('a process that ends with $name fails its event', async ({ told: event, reason }) => {
    await using told = await lambda.start({ file });
    const { error } = await observe(told.invoke(event, { requestId: 'the-last' }));
    // The adapter may see the broken connection before Lambda sees the end of the process.
    const itself = {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: the-last Error: ${reason}`,
    };
    expect(error).toMatchObject(error?.errorType === rustError ? noAnswer() : itself);
  });

  test('the deadline ends the process, and the next event has another one', async () => {
    await using told = await lambda.start({ file });
    const pid = await told.invoke({ pid: true });
    const late = told.invoke({ hang: true }, { requestId: 'the-late', timeoutMs: 400 });
    await expect(late).rejects.toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: the-late Error: Task timed out after 0.40 seconds',
    });
    expect(await told.invoke({ pid: true })).not.toBe(pid);
  });

  test('an answer that has begun is late all the same', async () => {
    await using told = await lambda.start({ file });
    const slow = { flush: true, delayMs: 5000, body: '1' };
    await expect(told.invoke(slow, { timeoutMs: 400 })).rejects.toMatchObject({
      errorType: 'Sandbox.Timedout',
    });
  });
});
