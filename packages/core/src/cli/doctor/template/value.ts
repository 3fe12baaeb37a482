/** Where something is written. Line 0 is a place without lines, such as the environment. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * A value of the template with its intrinsic functions resolved as far as they can be. What is under
 * a key has the place of the key.
 */
export type Value = Plain | Pattern | List | Mapping | Reference | Unknown;

/** Written in the template, or the value of a parameter. */
export interface Plain {
  readonly kind: 'plain';
  readonly at: Place;
  readonly value: string | number | boolean | null;
}

/** A text of which parts are only known once it is deployed; those stand in it as `${Name}`. */
export interface Pattern {
  readonly kind: 'pattern';
  readonly at: Place;
  readonly text: string;
  readonly references: readonly Reference[];
}

export interface List {
  readonly kind: 'list';
  readonly at: Place;
  readonly items: readonly Value[];
}

export interface Mapping {
  readonly kind: 'map';
  readonly at: Place;
  readonly entries: ReadonlyMap<string, Value>;
}

/** A `Ref` (without an attribute) or `Fn::GetAtt` to a resource of the template. */
export interface Reference {
  readonly kind: 'reference';
  readonly at: Place;
  readonly to: string;
  readonly attribute: string | undefined;
}

/** What no template can tell: a parameter without a default, an import. It is never guessed. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly at: Place;
  /** Two unknown values of one name are the same value. */
  readonly name: string;
  /** Whether the template has nothing of this name, and nothing that may add it. */
  readonly missing?: boolean;
}

/** What is under these keys, one in the other. */
export function get(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  return keys.reduce<Value | undefined>(
    (inner, key) => (inner?.kind === 'map' ? inner.entries.get(key) : undefined),
    value,
  );
}

/** The value as a text that is the same for the same value, with `${Name}` for what is not known. */
export function textOf(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case 'plain':
      return value.value === null ? undefined : String(value.value);
    case 'pattern':
      return value.text;
    case 'reference':
      return `\${${value.attribute === undefined ? value.to : `${value.to}.${value.attribute}`}}`;
    case 'unknown':
      return `\${${value.name}}`;
    default:
      return undefined;
  }
}

/** The text, if all of it is known. */
export function knownText(value: Value | undefined): string | undefined {
  return value?.kind === 'plain' ? textOf(value) : undefined;
}

/** The number, also one that is written as a text. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind !== 'plain' || typeof value.value === 'boolean') return undefined;
  const text = String(value.value ?? '').trim();
  if (text === '') return undefined;
  return Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** Whether it is true, also as a text. */
export function isTrue(value: Value | undefined): boolean {
  return knownText(value)?.toLowerCase() === 'true';
}

/** Whether it is there, but can't be known from the template. */
export function isUnknown(value: Value | undefined): boolean {
  return value?.kind === 'unknown' || value?.kind === 'pattern' || value?.kind === 'reference';
}

/** The items of a list; one value that is no list counts as a list of one. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'list' ? value.items : [value];
}

/** The entries of a map; none where it is something else. */
export function entriesOf(value: Value | undefined): ReadonlyMap<string, Value> {
  return value?.kind === 'map' ? value.entries : new Map();
}

/** The resources that it refers to, at any depth. */
export function referencesIn(value: Value | undefined): readonly Reference[] {
  switch (value?.kind) {
    case 'reference':
      return [value];
    case 'pattern':
      return value.references;
    case 'list':
      return value.items.flatMap(referencesIn);
    case 'map':
      return [...value.entries.values()].flatMap(referencesIn);
    default:
      return [];
  }
}
