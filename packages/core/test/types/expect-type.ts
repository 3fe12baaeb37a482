/** True where both are the very same type. */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** True where an A can be given for a B. */
export type Fits<A, B> = [A] extends [B] ? true : false;

/** Compiles only where every entry is `true`. */
export type Expect<_T extends readonly true[]> = never;
