/** The entries of a record whose names are known to the type checker; none where there is no record. */
export function entriesOf<Name extends string, Value>(
  record: Readonly<Record<Name, Value>> | undefined,
): [Name, Value][] {
  return Object.entries(record ?? {}) as [Name, Value][];
}
