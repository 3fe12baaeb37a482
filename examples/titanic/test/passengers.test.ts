import { describe, expect, it, vi } from 'vitest';
import { passengersOf, saveAnalysis, savePassengers } from '../src/passengers.js';
import { passenger } from '../src/testing/passenger.js';
import { useTitanic } from '../src/testing/use-titanic.js';

const titanic = useTitanic();
const { signal } = new AbortController();

describe('the passengers of a ticket', () => {
  it('are those that were stored with it, by their id', async () => {
    const party = [10, 9, 100].map((passenger_id) => passenger({ ticket: 'A/5 1', passenger_id }));
    await savePassengers([...party, passenger({ ticket: 'A/5', passenger_id: 1 })], signal);
    const found = await passengersOf('A/5 1');
    expect(found.map(({ passenger_id }) => passenger_id)).toEqual([9, 10, 100]);
    expect(found[1]).toEqual(party[0]);
  });

  it('are none where nobody has it', async () => {
    expect(await passengersOf('nobody')).toEqual([]);
  });

  it('are all of them, also where they do not fit into one page of a query', async () => {
    const name = 'n'.repeat(300_000);
    const party = [1, 2, 3, 4, 5].map((passenger_id) =>
      passenger({ ticket: 'many', passenger_id, name }),
    );
    await savePassengers(party, signal);
    expect(await passengersOf('many')).toHaveLength(5);
  });
});

describe('passengers', () => {
  it('are stored however many they are, each once', async () => {
    const before = await titanic.countPassengers();
    const many = Array.from({ length: 130 }, (_, index) =>
      passenger({ ticket: 'crowd', passenger_id: index % 120 }),
    );
    await savePassengers(many, signal);
    expect((await titanic.countPassengers()) - before).toBe(120);
  });

  it('are stored no further when the signal is aborted', async () => {
    const aborted = AbortSignal.abort(new Error('time is up'));
    const late = [passenger({ ticket: 'late', passenger_id: 1 })];
    await expect(savePassengers(late, aborted)).rejects.toThrow('time is up');
    expect(await passengersOf('late')).toEqual([]);
  });

  it('keep their analysis when they are stored again, and take what is new', async () => {
    const before = passenger({ ticket: 'T 1', passenger_id: 1, age: 20 });
    await savePassengers([before], signal);
    const analysis = { summary: 'Alone.', passengers: [{ passenger_id: 1, remark: 'Young.' }] };
    await saveAnalysis('T 1', analysis, 'job-1');
    await savePassengers([{ ...before, age: 21 }], signal);
    expect((await passengersOf('T 1'))[0]).toEqual({
      ...before,
      age: 21,
      analysis: { job_id: 'job-1', summary: 'Alone.', remark: 'Young.' },
    });
  });
});

describe('an analysis', () => {
  it('makes no passenger of one that is not in the table', async () => {
    const analysis = { summary: 'Nobody.', passengers: [{ passenger_id: 7, remark: 'Unknown.' }] };
    await expect(saveAnalysis('nobody', analysis, 'job-1')).rejects.toThrow('conditional request');
    expect(await passengersOf('nobody')).toEqual([]);
  });
});

describe('a missing variable', () => {
  it.each(['APP_NAMESPACE', 'APP_ENV'])('%s is named when it is needed', async (name) => {
    const value = process.env[name];
    vi.stubEnv(name, '');
    await expect(passengersOf('any')).rejects.toThrow(
      `environment variable ${name} is not set: it is part of the name of the table of passengers`,
    );
    vi.stubEnv(name, value);
  });
});
