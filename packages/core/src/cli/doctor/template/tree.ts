import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
} from 'yaml';
import type { List, Mapping, Place, Plain } from './value.js';

/** A template as it is written: intrinsic functions are maps of one key, however they were written. */
export type Tree = Plain | TreeList | TreeMap;
export interface TreeList extends Omit<List, 'items'> {
  readonly items: readonly Tree[];
}
export interface TreeMap extends Omit<Mapping, 'entries'> {
  /** Of two equal keys the last one, as SAM reads them. */
  readonly entries: ReadonlyMap<string, Tree>;
  /** The keys that were there already. */
  readonly repeated?: readonly RepeatedKey[];
}

/** A key that stands in one map for the second time, or more. */
export interface RepeatedKey {
  readonly key: string;
  readonly at: Place;
  readonly first: Place;
}

/** The tree of a parsed document. Anchors may make a small file a huge or an endless one. */
export function toTree(file: string, document: Document, lines: LineCounter): Tree {
  const limits = { nodes: 200_000, depth: 100 };
  let nodes = 0;

  function convert(node: unknown, at: Place, depth: number): Tree {
    if (++nodes > limits.nodes || depth > limits.depth)
      throw new RangeError('too large, or endless');
    if (isAlias(node)) return convert(target(node), at, depth + 1);
    const tree = untagged(node, at, depth);
    const name = intrinsicName(node);
    return name === undefined ? tree : intrinsic(name, tree);
  }

  // To look one up the parser goes through the whole document.
  const targets = new Map<Alias, Node | undefined>();
  function target(alias: Alias): Node | undefined {
    if (!targets.has(alias)) targets.set(alias, alias.resolve(document));
    return targets.get(alias);
  }

  function untagged(node: unknown, at: Place, depth: number): Tree {
    if (isMap(node)) return { kind: 'map', at, ...entries(node.items, at, depth) };
    if (isSeq(node)) {
      const items = node.items.map((item) => convert(item, placeOf(item, at), depth + 1));
      return { kind: 'list', at, items };
    }
    return { kind: 'plain', at, value: isScalar(node) ? toPlain(node.value) : null };
  }

  function entries(
    pairs: readonly { key: unknown; value: unknown }[],
    at: Place,
    depth: number,
  ): Pick<TreeMap, 'entries' | 'repeated'> {
    const own = new Map<string, Tree>();
    const merged = new Map<string, Tree>();
    const first = new Map<string, Place>();
    const repeated: RepeatedKey[] = [];
    for (const { key, value } of pairs) {
      const name = String(isScalar(key) ? toPlain(key.value) : key);
      const place = placeOf(key, at);
      const tree = convert(value, place, depth + 1);
      if (name === '<<') {
        for (const [inner, of] of mergedEntries(tree)) merged.set(inner, of);
        continue;
      }
      own.set(name, tree);
      const before = first.get(name);
      if (before) repeated.push({ key: name, at: place, first: before });
      else first.set(name, place);
    }
    return { entries: new Map([...merged, ...own]), ...(repeated.length > 0 && { repeated }) };
  }

  function placeOf(node: unknown, otherwise: Place): Place {
    const start = (node as Node | null | undefined)?.range?.[0];
    return start === undefined ? otherwise : { file, line: lines.linePos(start).line };
  }

  return convert(document.contents, { file, line: 1 }, 0);
}

function mergedEntries(tree: Tree): readonly (readonly [string, Tree])[] {
  if (tree.kind === 'map') return [...tree.entries];
  // The first of several has the last word.
  return tree.kind === 'list' ? tree.items.toReversed().flatMap(mergedEntries) : [];
}

// `<<` is a symbol, or a text, by the schema.
function toPlain(value: unknown): Plain['value'] {
  if (typeof value === 'symbol') return value.description ?? '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return value === null || value === undefined ? null : String(value);
}

/** The full name of a node's short form: `Ref` of `!Ref`, `Fn::Sub` of `!Sub`. */
function intrinsicName(node: unknown): string | undefined {
  const [, name] = /^!(\w+)$/.exec((node as Node | null | undefined)?.tag ?? '') ?? [];
  if (name === undefined) return undefined;
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

function intrinsic(name: string, tree: Tree): Tree {
  return { kind: 'map', at: tree.at, entries: new Map([[name, tree]]) };
}
