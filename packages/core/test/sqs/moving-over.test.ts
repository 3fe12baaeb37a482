import { readdirSync, readFileSync } from 'node:fs';
import middy from '@middy/core';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import * as after from './examples/after.js';
import * as byHand from './examples/by-hand-before.js';
import * as middyBefore from './examples/middy-before.js';
import * as powertools from './examples/powertools-before.js';
import { recordHandler } from './examples/record-handler.js';
import * as throwingAfter from './examples/throwing-loop-after.js';
import * as throwing from './examples/throwing-loop-before.js';

const examples = new URL('examples/', import.meta.url);
const page = (name: string) =>
  readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
const docs = page('sqs.md') + page('moving-over.md');

it.each(readdirSync(examples))('docs/sqs.md or docs/moving-over.md shows %s as it is', (file) => {
  const source = readFileSync(new URL(file, examples), 'utf8');
  expect(docs).toContain(`\`\`\`ts\n${source}\`\`\``);
});

const batches: [what: string, bodies: unknown[], deleted: string[]][] = [
  ['nothing fails', [{ id: 1 }, { id: 2 }], ['message-1', 'message-2']],
  ['some fail', [{ id: 1 }, {}, { id: 3 }, {}], ['message-1', 'message-3']],
  ['a body is malformed', [{ id: 1 }, 'garbage'], ['message-1']],
  ['all fail', [{}, 'garbage'], []],
];
const mapped = () => ({ log: recordedLog() });
const unmapped = () => ({ ...mapped(), reportBatchItemFailures: false });

describe.each([
  ['Powertools', powertools.handler],
  ['middy', middyBefore.handler],
  ['a loop that lists what failed', byHand.handler],
])('a handler of %s', (_library, before) => {
  it.each(batches)('moves over: the same messages are deleted where %s', async (_what, bodies) => {
    const event = sqsEvent(bodies);
    const { deleted, returned } = await deliver(after.handler, event, mapped());
    expect(await deliver(before as never, event, mapped())).toMatchObject({ deleted, returned });
  });
});

describe.each([
  ['a loop that throws', throwing.handler],
  [
    'Promise.all',
    ({ Records }: SQSEvent) => Promise.all(Records.map(recordHandler)).then(() => {}),
  ],
])('%s', (_which, before) => {
  it.each(batches)(
    'moves over to reportBatchItemFailures: false where %s',
    async (_what, bodies) => {
      const event = sqsEvent(bodies);
      const { deleted, returned } = await deliver(throwingAfter.handler, event, unmapped());
      expect(await deliver(before as never, event, unmapped())).toMatchObject({
        deleted,
        returned,
      });
    },
  );

  it.each(batches)(
    'is read alike by a mapping with ReportBatchItemFailures where %s',
    async (_what, bodies) => {
      const event = sqsEvent(bodies);
      const { deleted, returned } = await deliver(before as never, event, unmapped());
      expect(await deliver(before as never, event, mapped())).toMatchObject({ deleted, returned });
    },
  );
});

describe('the two lines', () => {
  it.each(batches)(
    'with ReportBatchItemFailures delete what is done where %s',
    async (_what, bodies, done) => {
      const { deleted } = await deliver(after.handler, sqsEvent(bodies), mapped());
      expect(deleted).toEqual(done);
    },
  );

  it('without it lose what failed', async () => {
    const { deleted, reason } = await deliver(after.handler, sqsEvent([{ id: 1 }, {}]), unmapped());
    expect(deleted).toEqual(['message-1', 'message-2']);
    expect(reason).toContain('ReportBatchItemFailures is off');
  });
});

it('sqsHandler works on what comes after a message that fails', async () => {
  const seen: string[] = [];
  const handler = sqsHandler(
    (_body, { message }) => {
      seen.push(message.messageId);
      return recordHandler(message.raw as never);
    },
    { body: 'text', reportBatchItemFailures: false },
  );
  const { returned } = await deliver(handler, sqsEvent([{ id: 1 }, {}, { id: 3 }]), unmapped());
  expect(seen).toEqual(['message-1', 'message-2', 'message-3']);
  expect(returned).toEqual(seen);
});

it('sqsHandler is a handler like any other: middy wraps it', async () => {
  const seen: string[] = [];
  const handler = middy(sqsHandler(() => {}) as never).before(({ event }) => {
    for (const { messageId } of (event as ReturnType<typeof sqsEvent>).Records) {
      seen.push(messageId);
    }
  });
  const { deleted } = await deliver(handler as never, sqsEvent([{}]), { log: recordedLog() });
  expect(seen).toEqual(['message-1']);
  expect(deleted).toEqual(['message-1']);
});
