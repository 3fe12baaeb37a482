import { describe, expect, it } from 'vitest';
import { NonRetriableError, RetryAfterError } from '../../src/errors.js';
import { sqsHandler, toDeadLetterQueue } from '../../src/index.js';
import { deliver, invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { stubEnv } from '../support/serve.js';

type Body = { after?: number; never?: boolean };

const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/dead.fifo';

const handler = sqsHandler<Body>(
  ({ after, never }) => {
    if (after !== undefined) throw new RetryAfterError('later', { seconds: after });
    if (never) throw new NonRetriableError('never');
  },
  { onNonRetriable: toDeadLetterQueue({ queueUrl }) },
);

describe('what a handler tells SQS', () => {
  it('is told by deliver, and sent to nobody', async () => {
    // Whoever is called here refuses, and the log would say so.
    stubEnv({ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1', AWS_REGION: 'us-east-1' });
    const log = recordedLog();
    const event = sqsEvent([{}, { after: 60 }, { never: true }, { after: 0.5 }]);
    const outcome = await deliver(handler, event, { log });
    expect(outcome).toMatchObject({
      deleted: ['message-1', 'message-3'],
      returned: ['message-2', 'message-4'],
      visibilityTimeouts: { 'message-2': 60, 'message-4': 1 },
      sent: [
        {
          queueUrl,
          body: '{"never":true}',
          attributes: { DeadLetterReason: 'never', DeadLetterMessageId: 'message-3' },
          groupId: 'message-3',
          deduplicationId: 'message-3',
        },
      ],
    });
    expect(log.errors().map(({ message }) => message)).toEqual(['later', 'never', 'later']);
  });

  it('is not there where a handler told nothing', async () => {
    const outcome = await deliver(handler, sqsEvent([{}]), { log: recordedLog() });
    expect(Object.keys(outcome)).toEqual(['deleted', 'returned']);
  });

  it('is told where the invocation failed, too', async () => {
    const outcome = await deliver(handler, sqsEvent([{ after: 7 }]), { log: recordedLog() });
    expect(outcome.error).toBeDefined();
    expect(outcome.visibilityTimeouts).toEqual({ 'message-1': 7 });
  });

  it('goes by a client of its own where it has one', async () => {
    const commands: unknown[] = [];
    const sqsClient = { send: async (command: unknown) => commands.push(command) };
    const own = sqsHandler<Body>(
      () => {
        throw new RetryAfterError('later', { seconds: 5 });
      },
      { sqsClient },
    );
    const outcome = await deliver(own, sqsEvent([{}]), { log: recordedLog() });
    expect(outcome.visibilityTimeouts).toBeUndefined();
    expect(commands).toHaveLength(1);
  });

  it('is not sent by invoke either', async () => {
    stubEnv({ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1', AWS_REGION: 'us-east-1' });
    const log = recordedLog();
    await invoke(handler, sqsEvent([{}, { after: 60 }]), { log });
    expect(log.errors().map(({ message }) => message)).toEqual(['later']);
  });
});

it('a handler that answers by callback is still known as one', async () => {
  const byCallback = (_event: unknown, _context: unknown, callback: () => void) => callback();
  await expect(invoke(byCallback as never, {}, { log: recordedLog() })).rejects.toThrow('callback');
});
