import type { Analysis } from './analysis.js';

/** One passenger, as the passenger list knows them. `null` is what it does not say. */
export interface Passenger {
  /** Shared by those who travelled together. */
  ticket: string;
  passenger_id: number;
  name: string;
  sex: 'female' | 'male';
  /** In years; a fraction for babies. */
  age: number | null;
  pclass: 1 | 2 | 3;
  survived: boolean | null;
  /** How many siblings and spouses were aboard. */
  siblings_spouses: number;
  /** How many parents and children were aboard. */
  parents_children: number;
  /** In pounds, for the ticket as a whole. */
  fare: number | null;
  cabin: string | null;
  /** Cherbourg, Queenstown or Southampton. */
  embarked: 'C' | 'Q' | 'S' | null;
}

/** A passenger as stored: with what an analysis has added, where there was one. */
export interface StoredPassenger extends Passenger {
  analysis?: PassengerAnalysis;
}

/** What an analysis says of one passenger. */
export interface PassengerAnalysis {
  job_id: string;
  summary: Analysis['summary'];
  remark: Analysis['passengers'][number]['remark'];
}
