import type { Tree, TreeMap } from './tree.js';
import type { Plain, Value } from './value.js';

/** One way in which the template can be deployed. */
export interface Scenario {
  /** What the parameters are; one that is not here, or `undefined`, is not known. */
  readonly parameters: ReadonlyMap<string, Value | undefined>;
  /** What is decided of comparisons that can't be resolved, such as one of an import. */
  readonly undecided: ReadonlyMap<Tree, boolean>;
}

const most = 64;

/**
 * The scenarios to check: parameters have their defaults; those that conditions compare have each
 * value that they are compared with, and one that is none of them, so that both branches of each
 * `Fn::If` are seen, but none that exclude each other at once. With very many conditions each choice is
 * changed alone.
 */
export function scenariosOf(template: TreeMap): readonly Scenario[] {
  const parameters = defaults(template);
  const comparisons = comparisonsIn(template.entries.get('Conditions'));
  const choices = [
    ...parameterChoices(template, parameters, comparisons),
    ...undecided(comparisons),
  ];
  const product = choices.reduce((count, { values }) => count * values.length, 1);
  const first = choices.map(({ values }) => values[0]);
  const picks = product <= most ? everyPick(choices) : [first, ...eachAlone(choices, first)];
  return picks.map((pick) => scenario(parameters, choices, pick));
}

type Choice =
  | { readonly of: string; readonly values: readonly (Plain | undefined)[] }
  | { readonly of: Tree; readonly values: readonly boolean[] };
type Pick = readonly (Plain | boolean | undefined)[];

function scenario(
  defaults: ReadonlyMap<string, Value | undefined>,
  choices: readonly Choice[],
  pick: Pick,
): Scenario {
  const parameters = new Map(defaults);
  const undecided = new Map<Tree, boolean>();
  choices.forEach(({ of }, index) => {
    const value = pick[index];
    if (typeof of !== 'string') undecided.set(of, value === true);
    else parameters.set(of, typeof value === 'object' ? value : undefined);
  });
  return { parameters, undecided };
}

function everyPick(choices: readonly Choice[]): readonly Pick[] {
  return choices.reduce<readonly Pick[]>(
    (picks, { values }) => picks.flatMap((pick) => values.map((value) => [...pick, value])),
    [[]],
  );
}

function eachAlone(choices: readonly Choice[], first: Pick): readonly Pick[] {
  return choices.flatMap(({ values }, index) =>
    values.slice(1).map((value) => first.with(index, value)),
  );
}

function defaults(template: TreeMap): ReadonlyMap<string, Value | undefined> {
  const parameters = entries(template.entries.get('Parameters'));
  return new Map(parameters.map(([name, parameter]) => [name, defaultOf(parameter)]));
}

function defaultOf(parameter: Tree): Value | undefined {
  const [type, value] = ['Type', 'Default'].map((key) => plainUnder(parameter, key));
  const kind = String(type?.value);
  // The default of such a parameter is the name of another one.
  if (value === undefined || kind.startsWith('AWS::SSM::')) return undefined;
  if (kind !== 'CommaDelimitedList' && !kind.startsWith('List<')) return value;
  const parts = String(value.value).split(',');
  return {
    kind: 'list',
    at: value.at,
    items: parts.map((part) => ({ ...value, value: part.trim() })),
  };
}

/** The values of each parameter, and pseudo parameter, that a condition compares with a text. */
function parameterChoices(
  template: TreeMap,
  defaults: ReadonlyMap<string, Value | undefined>,
  comparisons: readonly Comparison[],
): readonly Choice[] {
  const names = new Set(comparisons.flatMap(({ parameter }) => parameter ?? []));
  return [...names].map((of) => {
    const allowed = allowedValues(template, of);
    const compared = comparisons.flatMap(({ parameter, text }) => (parameter === of && text) || []);
    const byDefault = defaults.get(of);
    const values = [...(byDefault?.kind === 'plain' ? [byDefault] : []), ...compared].filter(
      ({ value }) => allowed === undefined || allowed.includes(String(value)),
    );
    const distinct = [...new Map(values.map((each) => [String(each.value), each])).values()];
    const another = allowed?.every((text) => distinct.some(({ value }) => String(value) === text));
    return { of, values: another && distinct.length > 0 ? distinct : [...distinct, undefined] };
  });
}

function allowedValues(template: TreeMap, name: string): readonly string[] | undefined {
  const parameters = new Map(entries(template.entries.get('Parameters')));
  const allowed = new Map(entries(parameters.get(name))).get('AllowedValues');
  if (allowed?.kind !== 'list') return undefined;
  return allowed.items.map((item) => (item.kind === 'plain' ? String(item.value) : ''));
}

function undecided(comparisons: readonly Comparison[]): readonly Choice[] {
  return comparisons.flatMap(({ tree, parameter }) =>
    parameter === undefined ? [{ of: tree, values: [false, true] }] : [],
  );
}

/** A comparison in a condition: of a parameter with a text, or one that can't be decided. */
interface Comparison {
  readonly tree: Tree;
  readonly parameter?: string;
  readonly text?: Plain;
}

function comparisonsIn(tree: Tree | undefined): readonly Comparison[] {
  if (tree?.kind === 'list') return tree.items.flatMap(comparisonsIn);
  if (tree?.kind !== 'map') return [];
  const compared = tree.entries.get('Fn::Equals');
  if (compared?.kind === 'list') return [comparison(tree, compared.items)];
  return [...tree.entries.values()].flatMap(comparisonsIn);
}

function comparison(tree: Tree, sides: readonly Tree[]): Comparison {
  const parameter = sides.flatMap((side) => String(plainUnder(side, 'Ref')?.value ?? '') || [])[0];
  const text = sides.find((side) => side.kind === 'plain');
  return parameter !== undefined && text?.kind === 'plain' ? { tree, parameter, text } : { tree };
}

function entries(tree: Tree | undefined): readonly (readonly [string, Tree])[] {
  return tree?.kind === 'map' ? [...tree.entries] : [];
}

function plainUnder(tree: Tree, key: string): Plain | undefined {
  const value = tree.kind === 'map' ? tree.entries.get(key) : undefined;
  return value?.kind === 'plain' ? value : undefined;
}
