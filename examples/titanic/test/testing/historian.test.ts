import { connect } from 'node:http2';
import { BedrockError, type ConverseRequest, ModelTurn } from 'lwa-bridge-local';
import { expect, it } from 'vitest';
import { Analysis } from '../../src/analysis.js';
import { createHistorian, startHistorian } from '../../src/testing/historian.js';
import { passenger } from '../../src/testing/passenger.js';

const party = [
  passenger({
    ticket: 'T 1',
    passenger_id: 2,
    name: 'Braund, Mr. Owen Harris',
    age: 22,
    survived: false,
  }),
  passenger({ ticket: 'T 1', passenger_id: 1, name: 'Doe, Mrs. J', parents_children: 1 }),
];

it('answers about those it is asked about, and the same each time', () => {
  const { reply } = createHistorian();
  expect(Analysis.parse(reply(question(party)))).toEqual({
    summary:
      '2 passengers in class 3, with family aboard; 0 survived, what became of 1 is not in the list.',
    passengers: [
      { passenger_id: 2, remark: 'Mr. Owen Harris Braund, aged 22, died.' },
      { passenger_id: 1, remark: 'Mrs. J Doe, of unknown age, fate not in the list.' },
    ],
  });
  expect(reply(question(party))).toEqual(reply(question(party)));
});

it('misbehaves as it was told for the next requests, then for their ticket, then no more', () => {
  const { next, reply, requests } = createHistorian({ 'T 1': ['no-tool'], 'T 2': ['refusal'] });
  next('ThrottlingException', 'max-tokens');
  expect(() => reply(question(party))).toThrow(BedrockError);
  expect(reply(question(party))).toMatchObject({ stopReason: 'max_tokens' });
  expect(reply(question(party))).toMatchObject({ stopReason: 'end_turn' });
  expect(reply(question(party))).not.toBeInstanceOf(ModelTurn);
  expect(requests).toHaveLength(4);
});

it('refuses a question that it cannot read', () => {
  expect(() => createHistorian().reply({ modelId: 'm' })).toThrow(BedrockError);
});

it('can be started alone, and speaks HTTP/2', async () => {
  const historian = await startHistorian({ 'T 1': ['ServiceUnavailableException'] });
  const session = connect(historian.url);
  const stream = session.request({ ':method': 'POST', ':path': '/model/m/converse' });
  const status = new Promise((resolve) =>
    stream.on('response', (headers) => resolve(headers[':status'])),
  );
  stream.end(JSON.stringify(question(party)));
  expect(await status).toBe(503);
  expect(historian.requests).toMatchObject([{ modelId: 'm' }]);
  session.destroy();
  await historian.close();
});

function question(passengers: object[]): ConverseRequest {
  const content = [{ text: JSON.stringify(passengers) }];
  return { modelId: 'm', messages: [{ role: 'user', content }] };
}
