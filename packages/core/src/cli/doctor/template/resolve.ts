import { conditionHolds } from './conditions.js';
import { missingIn } from './missing.js';
import type { Scenario } from './scenarios.js';
import { resolveSub } from './sub.js';
import type { Tree, TreeMap } from './tree.js';
import { knownText, type Place, textOf, type Value } from './value.js';

/** Resolves a part of a template; `undefined` where nothing is there (`AWS::NoValue`). */
export type Resolve = (tree: Tree | undefined) => Value | undefined;

/** Makes a function that resolves the parts of one template in one scenario. */
export function resolver(template: TreeMap, scenario: Scenario): Resolve {
  const section = (name: string, key: string) => {
    const tree = template.entries.get(name);
    return tree?.kind === 'map' ? tree.entries.get(key) : undefined;
  };

  const isMissing = missingIn(template);

  // What is being resolved: a condition or a mapping that needs itself would never end.
  const open = new Set<Tree>();

  function resolve(tree: Tree | undefined): Value | undefined {
    if (tree === undefined || tree.kind === 'plain') return tree;
    if (tree.kind === 'list') {
      return { ...tree, items: tree.items.map(resolve).filter((item) => item !== undefined) };
    }
    const [[name, argument] = []] = tree.entries;
    if (tree.entries.size === 1 && name !== undefined && argument !== undefined) {
      if (name === 'Ref' || name.startsWith('Fn::')) return once(name, argument, tree.at);
    }
    const entries = [...tree.entries].flatMap(([key, inner]) => {
      const value = resolve(inner);
      return value === undefined ? [] : [[key, value] as const];
    });
    return { ...tree, entries: new Map(entries) };
  }

  function once(name: string, argument: Tree, at: Place): Value | undefined {
    if (open.has(argument)) return unknown(name, at);
    open.add(argument);
    try {
      return intrinsic(name, argument, at);
    } finally {
      open.delete(argument);
    }
  }

  function intrinsic(name: string, argument: Tree, at: Place): Value | undefined {
    switch (name) {
      case 'Ref':
        return refer(knownText(resolve(argument)) ?? '', at);
      case 'Fn::GetAtt':
        return attribute(resolve(argument), at);
      case 'Fn::Sub':
        return resolveSub(resolve(argument), at, refer);
      case 'Fn::Join':
        return join(resolve(argument), at);
      case 'Fn::Select':
        return select(resolve(argument), at);
      case 'Fn::Split':
        return split(resolve(argument), at);
      case 'Fn::FindInMap':
        return find(argument, at);
      case 'Fn::If':
        return choose(argument, at);
      default:
        return unknown(name, at);
    }
  }

  /** What `Ref` gives, and `${Name}` or `${Name.Attribute}` in `Fn::Sub`. */
  function refer(name: string, at: Place): Value | undefined {
    if (name === 'AWS::NoValue') return undefined;
    const parameter = section('Parameters', name);
    if (parameter !== undefined || scenario.parameters.has(name)) {
      const value = scenario.parameters.get(name);
      return value === undefined ? unknown(name, at) : { ...value, at };
    }
    const [to = '', ...rest] = name.split('.');
    if (section('Resources', to) === undefined) {
      return { kind: 'unknown', at, name, missing: isMissing(to) };
    }
    const of = rest.length === 0 ? undefined : rest.join('.');
    return { kind: 'reference', at, to, attribute: of };
  }

  function attribute(value: Value | undefined, at: Place): Value | undefined {
    const parts = value?.kind === 'list' ? value.items.map(textOf) : [textOf(value)];
    return refer(parts.join('.'), at);
  }

  function choose(argument: Tree, at: Place): Value | undefined {
    if (argument.kind !== 'list') return unknown('Fn::If', at);
    const [condition, then, otherwise] = argument.items;
    const holds = conditionHolds(knownText(resolve(condition)) ?? '', {
      template,
      scenario,
      resolve,
    });
    const value = resolve(holds ? then : otherwise);
    return value && { ...value, at };
  }

  function find(argument: Tree, at: Place): Value | undefined {
    const [map, ...keys] = argument.kind === 'list' ? argument.items.slice(0, 3).map(resolve) : [];
    const found = keys.reduce<Tree | undefined>(
      (tree, key) => (tree?.kind === 'map' ? tree.entries.get(knownText(key) ?? '') : undefined),
      section('Mappings', knownText(map) ?? ''),
    );
    const value = keys.length === 2 ? resolve(found) : undefined;
    return value ? { ...value, at } : unknown('Fn::FindInMap', at);
  }

  return resolve;
}

function join(value: Value | undefined, at: Place): Value {
  const [by, list] = value?.kind === 'list' ? value.items : [];
  const delimiter = knownText(by);
  if (delimiter === undefined || list?.kind !== 'list') return unknown('Fn::Join', at);
  return resolveSub(
    {
      kind: 'list',
      at,
      items: [
        { kind: 'plain', at, value: list.items.map((_, index) => `\${${index}}`).join(delimiter) },
        { kind: 'map', at, entries: new Map(list.items.map((item, index) => [`${index}`, item])) },
      ],
    },
    at,
    (name) => unknown(name, at),
  );
}

function select(value: Value | undefined, at: Place): Value {
  const [index, list] = value?.kind === 'list' ? value.items : [];
  const item = list?.kind === 'list' ? list.items[Number(knownText(index))] : undefined;
  return item ? { ...item, at } : unknown('Fn::Select', at);
}

function split(value: Value | undefined, at: Place): Value {
  const [by, text] = value?.kind === 'list' ? value.items.map(knownText) : [];
  if (by === undefined || by === '' || text === undefined) return unknown('Fn::Split', at);
  return {
    kind: 'list',
    at,
    items: text.split(by).map((part) => ({ kind: 'plain', at, value: part })),
  };
}

function unknown(name: string, at: Place): Value {
  return { kind: 'unknown', at, name };
}
