import { LwaBridgeError } from './errors.js';

/** The names of all options: what the compiler says where one is missing, or one too many. */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: unknown };

/**
 * Refuses options that nothing reads, such as a misspelt one: the types say so in TypeScript, in
 * JavaScript nothing else would.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseUnknownOptions<Options extends object>(
  reader: string,
  options: Options,
  known: OptionNames<Options>,
): void {
  // In JavaScript it may be anything.
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const got = Array.isArray(given) ? 'a list' : String(given);
    throw new LwaBridgeError('ERR_SETTINGS', `${reader}: options are an object, got ${got}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(known, name) || value === undefined) continue;
    const hint = nearest(name, Object.keys(known));
    const message = `${reader}: there is no option ${name}${hint ? `; is ${hint} meant?` : ''}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
}

/** The name that differs in the fewest letters, if in no more than a third of them. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, edits: editsBetween(name, candidate) }))
    .filter(({ edits }) => edits <= Math.max(1, name.length / 3))
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}

/** How many letters to add, leave out or change: the distance of Levenshtein. */
function editsBetween(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const letter of a) {
    const above = row;
    row = [(above[0] ?? 0) + 1];
    for (const [column, other] of [...b].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (row[column] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
