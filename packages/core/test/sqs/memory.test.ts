import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

// The command line has no such option when the tests run.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('of a message that is processed nothing stays in memory while the batch goes on', async () => {
  const contexts: WeakRef<object>[] = [];
  const bodies: WeakRef<object>[] = [];
  let alive: { contexts: number; bodies: number } | undefined;
  const handler = sqsHandler<{ n: number }>(async (body, context) => {
    contexts.push(new WeakRef(context));
    bodies.push(new WeakRef(body));
    if (body.n < 99) return;
    // A reference that was asked for lives until the event loop turns.
    await setTimeout(10);
    collectGarbage();
    alive = { contexts: count(contexts), bodies: count(bodies) };
  });
  const event = sqsEvent(Array.from({ length: 100 }, (_, n) => ({ n })));
  await invoke(handler, event, { log: recordedLog() });

  expect(contexts).toHaveLength(100);
  // Its own, which it still holds.
  expect(alive).toEqual({ contexts: 1, bodies: 1 });
});

const count = (references: readonly WeakRef<object>[]) =>
  references.filter((reference) => reference.deref()).length;
