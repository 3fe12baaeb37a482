import type { Tree } from '../../../src/cli/doctor/template/tree.js';

/** A value of JSON. */
export type Json = unknown;

/** How one node is changed. */
export type Change = 'drop' | 'rename' | 'wrap' | 'replace';

/** The template as JSON, which is YAML too: what is dropped from it leaves no anchor without its end. */
export function toJson(tree: Tree): Json {
  if (tree.kind === 'plain') return tree.value;
  if (tree.kind === 'list') return tree.items.map(toJson);
  return Object.fromEntries([...tree.entries].map(([key, inner]) => [key, toJson(inner)]));
}

/** How many nodes there are below. */
export function countNodes(value: Json): number {
  return childrenOf(value).reduce((count, [, child]) => count + 1 + countNodes(child), 0);
}

/** The value with one of its nodes, by its number, changed. */
export function mutate(value: Json, at: number, how: Change, by: Json): Json {
  let left = at;
  const children = childrenOf(value).flatMap<[string, Json]>(([key, child]) => {
    if (left-- === 0) return changed(key, child, how, by);
    const below = countNodes(child);
    const inside = left >= 0 && left < below;
    const result = inside ? mutate(child, left, how, by) : child;
    left -= below;
    return [[key, result]];
  });
  if (Array.isArray(value)) return children.map(([, child]) => child);
  return children.length > 0 || childrenOf(value).length > 0 ? Object.fromEntries(children) : value;
}

function changed(key: string, child: Json, how: Change, by: Json): [string, Json][] {
  switch (how) {
    case 'drop':
      return [];
    case 'rename':
      return [['Fn::If', child]];
    case 'wrap':
      return [[key, [child]]];
    case 'replace':
      return [[key, by]];
  }
}

function childrenOf(value: Json): readonly [string, Json][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
