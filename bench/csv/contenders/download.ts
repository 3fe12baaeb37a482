import { bodyOf, type Contender } from './contender.ts';

/** The bytes alone. */
export const download: Contender = async (client) => {
  for await (const _ of await bodyOf(client));
};
