import { describe, expect, it } from 'vitest';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { plainServer } from '../support/plain-server.js';
import { recordedLog } from '../support/recorded-log.js';

const event = sqsEvent([{}, {}, {}]);
const all = ['message-1', 'message-2', 'message-3'];
const quiet = () => ({ log: recordedLog() });
const failing = (...ids: unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a mapping that reports batch item failures', () => {
  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, []],
    ['null', null, []],
    ['an empty list', failing(), []],
    ['a null list', { batchItemFailures: null }, []],
    ['one id', failing('message-2'), ['message-2']],
    ['all ids', failing(...all), all],
    ['an unknown id', failing('message-9'), all],
    ['an empty id', failing(''), all],
    ['a null id', failing(null), all],
    ['a wrong key name', { batchItemFailures: [{ messageId: 'message-1' }] }, all],
  ])('brings back what a reply of %s names', async (_what, reply, returned) => {
    const outcome = await deliver(() => reply, event, quiet());
    expect(outcome.returned).toEqual(returned);
    expect(outcome.deleted).toEqual(all.filter((id) => !returned.includes(id)));
  });

  it('brings back everything when the invocation failed, and says why', async () => {
    const handler = () => {
      throw new Error('no');
    };
    const outcome = await deliver(handler, event, quiet());
    expect(outcome).toMatchObject({ deleted: [], returned: all });
    expect(String(outcome.error)).toContain('Error: no');
  });
});

describe('a mapping that does not', () => {
  const mapping = () => ({ ...quiet(), reportBatchItemFailures: false });

  it('deletes everything, whatever a success replies', async () => {
    expect(await deliver(() => failing('message-1'), event, mapping())).toMatchObject({
      deleted: all,
      returned: [],
    });
  });

  it('brings back everything when the invocation failed', async () => {
    const handler = () => Promise.reject(new Error('no'));
    expect(await deliver(handler, event, mapping())).toMatchObject({ deleted: [], returned: all });
  });
});

it.each<[string, string, string[]]>([
  ['text that is no JSON', 'done', []],
  ['half a surrogate pair', String.raw`{"batchItemFailures":[{"itemIdentifier":"\ud83d"}]}`, []],
])(
  'a plain server that answers %s loses the batch: it counts as a success',
  async (_what, body, returned) => {
    const url = await plainServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(body);
    });
    expect((await deliver({ url }, event)).returned).toEqual(returned);
  },
);

it('a plain server that answers 500 loses the batch where the adapter is not told that it is an error', async () => {
  const url = await plainServer((_request, response) => {
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"no"}');
  });
  const options = { errorStatusCodes: '' };
  expect((await deliver({ url }, event, options)).deleted).toEqual(all);
  expect((await deliver({ url }, event, { errorStatusCodes: '500' })).returned).toEqual(all);
});

it.each([
  ['an event without Records', () => null, {}],
  ['no event', () => null, undefined],
  ['the bytes of an event', () => null, Buffer.from('{"Records":[]}')],
  ['an address as a text', 'http://127.0.0.1', event],
  ['a number', 5, event],
])('%s is refused: it would pass for a function that fails', async (_what, target, given) => {
  await expect(deliver(target as never, given as never)).rejects.toMatchObject({
    code: 'ERR_SETTINGS',
  });
});
