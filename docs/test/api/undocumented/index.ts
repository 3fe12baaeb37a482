/** Refers to {@link nothing}. */
export function documented(): Hidden {
  return undocumented();
}

export const undocumented = (): Hidden => ({ a: 1 });

interface Hidden {
  a: number;
}
