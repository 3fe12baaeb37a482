import { savePassengers } from 'example-titanic/passengers';
import { passenger } from 'example-titanic/testing/passenger';
import { beforeAll, expect, it } from 'vitest';
import { expectProblem } from './testing/expect-problem.js';
import { useApi } from './testing/use-api.js';

const api = useApi();

beforeAll(() =>
  savePassengers(
    [
      passenger({ ticket: 'A/5 21171', passenger_id: 1 }),
      passenger({ ticket: 'CA. 2343', passenger_id: 2 }),
      passenger({ ticket: 'CA. 2343', passenger_id: 3 }),
    ],
    new AbortController().signal,
  ),
);

it('GET /passengers/:ticket gives all passengers of a ticket', async () => {
  const response = await api.call('GET /passengers/CA.%202343');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    ticket: 'CA. 2343',
    passengers: [{ passenger_id: 2 }, { passenger_id: 3 }],
  });
});

it.each(['A/5%2021171', 'A%2F5%2021171', 'A%2f5%2021171'])(
  'takes a ticket with a slash: %s',
  async (ticket) => {
    const response = await api.call(`GET /passengers/${ticket}`);
    expect(await response.json()).toMatchObject({
      ticket: 'A/5 21171',
      passengers: [{ passenger_id: 1 }],
    });
  },
);

it.each(['nobody', 'x'.repeat(101), '', '%20', '%00', '%ED%A0%80'])(
  'does not know "%s"',
  async (ticket) => {
    await expectProblem(await api.call(`GET /passengers/${ticket}`), 404);
  },
);
