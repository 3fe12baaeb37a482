import type { Analysis } from 'example-titanic/analysis';
import type { Passenger } from 'example-titanic/passenger';
import { BedrockError, type BedrockReply } from 'lwa-bridge-local';

/**
 * Stands in for the model: an analysis made from the passengers it is asked about, by rule. The same
 * question has the same answer.
 */
export const historian: BedrockReply = ({ messages = [] }): Analysis => {
  const passengers = readPassengers(messages.at(-1)?.content[0]?.text ?? '');
  return {
    summary: describeParty(passengers),
    passengers: passengers.map((passenger) => ({
      passenger_id: passenger.passenger_id,
      remark: describePassenger(passenger),
    })),
  };
};

function readPassengers(question: string): Passenger[] {
  try {
    return JSON.parse(question);
  } catch (cause) {
    throw new BedrockError('ValidationException', 'the question is not JSON', { cause });
  }
}

function describeParty(passengers: readonly Passenger[]): string {
  const count = passengers.length;
  const travellers = count === 1 ? 'One passenger' : `${count} passengers`;
  const relatives = passengers.some((one) => one.siblings_spouses + one.parents_children > 0);
  const company = relatives ? 'with family aboard' : 'without family aboard';
  const survivors = passengers.filter(({ survived }) => survived === true).length;
  const unknown = passengers.filter(({ survived }) => survived === null).length;
  const doubt = unknown > 0 ? `, what became of ${unknown} is not in the list` : '';
  return `${travellers} in class ${passengers[0]?.pclass}, ${company}; ${survivors} survived${doubt}.`;
}

function describePassenger({ name, age, survived }: Passenger): string {
  const known = age === null ? 'of unknown age' : `aged ${age}`;
  const fate = { true: 'survived', false: 'died', null: 'fate not in the list' };
  return `${readableName(name)}, ${known}, ${fate[`${survived}`]}.`;
}

/** `Mr. Lee Bing` for `Bing, Mr. Lee`. */
function readableName(name: string): string {
  const [family = '', given = ''] = name.split(', ');
  return `${given} ${family}`.trim();
}
