import { readdirSync, readFileSync } from 'node:fs';
import middy from '@middy/core';
import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import * as after from './examples/after.js';
import * as byHand from './examples/by-hand-before.js';
import * as middyBefore from './examples/middy-before.js';
import * as powertools from './examples/powertools-before.js';

const examples = new URL('examples/', import.meta.url);
const page = (name: string) =>
  readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
const docs = page('sqs.md') + page('moving-over.md');

it.each(readdirSync(examples))('docs/sqs.md or docs/moving-over.md shows %s as it is', (file) => {
  const source = readFileSync(new URL(file, examples), 'utf8');
  expect(docs).toContain(`\`\`\`ts\n${source}\`\`\``);
});

describe.each([
  ['Powertools', powertools.handler],
  ['middy', middyBefore.handler],
  ['a loop by hand', byHand.handler],
])('a handler of %s', (_library, before) => {
  it.each<[string, unknown[]]>([
    ['nothing fails', [{ id: 1 }, { id: 2 }]],
    ['some fail', [{ id: 1 }, {}, { id: 3 }, {}]],
    ['a body is malformed', [{ id: 1 }, 'garbage']],
    ['all fail', [{}, 'garbage']],
  ])('moves over: the same messages are deleted where %s', async (_what, bodies) => {
    const log = recordedLog();
    const event = sqsEvent(bodies);
    const { deleted, returned } = await deliver(after.handler, event, { log });
    expect(await deliver(before as never, event, { log })).toMatchObject({ deleted, returned });
  });
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
