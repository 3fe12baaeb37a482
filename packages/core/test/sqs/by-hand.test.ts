import { expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { curlHeaders, send } from '../support/http.js';
import { serve } from '../support/serve.js';

// curl -X POST localhost:8080 -H 'Content-Type: application/json' \
//   -d '{"Records":[{"body":"{\"job_id\":\"test-123\"}"}]}'
const body = String.raw`{"Records":[{"body":"{\"job_id\":\"test-123\"}"}]}`;

it('a message that is written by hand is worked on', async () => {
  const seen: unknown[] = [];
  const { url } = await serve(sqsHandler((job) => void seen.push(job)));
  const answer = await send(url, { path: '/', headers: curlHeaders, body });
  expect(answer).toMatchObject({ status: 200, text: '{"batchItemFailures":[]}' });
  expect(seen).toEqual([{ job_id: 'test-123' }]);
});

it('where it fails, the answer says why', async () => {
  const handler = sqsHandler(() => {
    throw new Error('there is no job test-123');
  });
  const { url } = await serve(handler);
  const { status, text } = await send(url, { path: '/', headers: curlHeaders, body });
  expect(status).toBe(500);
  expect(JSON.parse(text)).toMatchObject({
    errorMessage: 'a message without a messageId failed: there is no job test-123',
  });
});

it('what is no SQS event is told so', async () => {
  const { url } = await serve(sqsHandler(() => {}));
  const answer = await send(url, { headers: curlHeaders, body: '{"job_id":"test-123"}' });
  expect(answer.status).toBe(500);
  expect(JSON.parse(answer.text).errorMessage).toContain('not of SQS');
});
