import { deepStrictEqual } from 'node:assert/strict';
import { deserialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs, runsTimeout } from '../../support/runs.js';
import { asWritten } from '../fixtures/reply-as-told.mjs';
import { anyDepthJson, anyNumber } from './any-json.js';
import { asRustReads } from './as-rust-reads.js';
import { anyJsonText, anyWrittenJson, type WrittenJson } from './json-spelling.js';

/** One of the fixtures beside, behind an adapter. */
export interface JsonLambda extends AsyncDisposable {
  /** Invokes it with the event of this JSON. */
  invoke(json: string): Promise<unknown>;
}

export type StartJsonLambda = (
  fixture: 'account-of-event' | 'reply-as-told',
) => Promise<JsonLambda>;

/** What comes in and goes out as JSON is the same on both sides of an adapter. */
export function testJsonParity(start: StartJsonLambda, { byDefault }: { byDefault: number }): void {
  describe('any JSON as event comes to the handler equal', runsTimeout, () => {
    it.each([
      ['as a value', anyDepthJson.map(toJson)],
      ['however it is written', anyJsonText],
    ])('%s', async (_how, jsons) => {
      await using lambda = await start('account-of-event');
      const equal = fc.asyncProperty(jsons, async (json) => {
        const account = String(await lambda.invoke(json));
        deepStrictEqual(deserialize(Buffer.from(account, 'base64')), JSON.parse(json));
      });
      await fc.assert(equal, runs(byDefault));
    });
  });

  describe('any JSON as reply comes to Lambda equal, or the invocation fails', runsTimeout, () => {
    it.each([
      ['as a value', anyDepthJson.map(inJson), byDefault],
      ['however it is written', anyWrittenJson.map(asTree), byDefault],
      ['with a thousand numbers', thousandNumbers.map(inJson), byDefault / 10],
    ])('%s', async (_how, replies, count) => {
      await using lambda = await start('reply-as-told');
      const equal = fc.asyncProperty(replies, async ({ reply, event }) => {
        const invocation = lambda.invoke(JSON.stringify(event));
        const expected = asRustReads(reply);
        if (expected) deepStrictEqual(await invocation, expected.value);
        else await expect(invocation).rejects.toMatchObject({ code: 'ERR_FUNCTION_ERROR' });
      });
      await fc.assert(equal, runs(count));
    });
  });
}

/** A reply's JSON, and the event that makes the handler give it. */
interface Reply {
  reply: string;
  event: { json: string } | { tree: WrittenJson };
}

const toJson = (value: unknown) => JSON.stringify(value);
const inJson = (value: unknown): Reply => ({
  reply: toJson(value),
  event: { json: toJson(value) },
});
const asTree = (tree: WrittenJson): Reply => ({ reply: toJson(asWritten(tree)), event: { tree } });
const thousandNumbers = fc.array(anyNumber, { minLength: 1000, maxLength: 1000 });
