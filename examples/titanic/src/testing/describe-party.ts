import type { Analysis } from '../analysis.js';
import type { Passenger } from '../passenger.js';

/** An analysis of the passengers of one ticket, made by rule: the same passengers have the same one. */
export function describeParty(passengers: readonly Passenger[]): Analysis {
  return {
    summary: summarise(passengers),
    passengers: passengers.map((passenger) => ({
      passenger_id: passenger.passenger_id,
      remark: describePassenger(passenger),
    })),
  };
}

function summarise(passengers: readonly Passenger[]): string {
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
