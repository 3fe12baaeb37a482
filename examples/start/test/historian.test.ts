import { Analysis } from 'example-titanic/analysis';
import { passenger } from 'example-titanic/testing/passenger';
import { BedrockError, type ConverseRequest } from 'lwa-bridge-local';
import { expect, it } from 'vitest';
import { historian } from '../src/historian.js';

it('answers about those it is asked about, and the same each time', () => {
  const ask = () =>
    historian(
      question([
        passenger({
          ticket: 'T',
          passenger_id: 2,
          name: 'Braund, Mr. Owen Harris',
          age: 22,
          survived: false,
        }),
        passenger({ ticket: 'T', passenger_id: 1, name: 'Doe, Mrs. J', parents_children: 1 }),
      ]),
    );
  expect(Analysis.parse(ask())).toEqual({
    summary:
      '2 passengers in class 3, with family aboard; 0 survived, what became of 1 is not in the list.',
    passengers: [
      { passenger_id: 2, remark: 'Mr. Owen Harris Braund, aged 22, died.' },
      { passenger_id: 1, remark: 'Mrs. J Doe, of unknown age, fate not in the list.' },
    ],
  });
  expect(ask()).toEqual(ask());
});

it('refuses a question that it cannot read', () => {
  const request: ConverseRequest = { modelId: 'm' };
  expect(() => historian(request)).toThrow(BedrockError);
});

function question(passengers: object[]): ConverseRequest {
  const content = [{ text: JSON.stringify(passengers) }];
  return { modelId: 'm', messages: [{ role: 'user', content }] };
}
