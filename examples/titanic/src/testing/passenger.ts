import type { Passenger } from '../passenger.js';

/** A passenger for a test, of whom the test names what matters to it. */
export function passenger(
  fields: Pick<Passenger, 'ticket' | 'passenger_id'> & Partial<Passenger>,
): Passenger {
  return {
    name: `Passenger ${fields.passenger_id}`,
    sex: 'female',
    age: null,
    pclass: 3,
    survived: null,
    siblings_spouses: 0,
    parents_children: 0,
    fare: null,
    cabin: null,
    embarked: null,
    ...fields,
  };
}
