/**
 * A JSON text taken apart. A string that is itself the text of an object or a list is taken apart,
 * too: an S3 notification within an SNS envelope within an SQS event is one tree.
 */
export interface JsonTree {
  readonly kind: 'scalar' | 'list' | 'object' | 'json-in-text';
  /** It as a whole, as it is written. */
  readonly text: string;
  readonly children: readonly JsonTree[];
  /** Those of an object's children. */
  readonly keys: readonly string[];
  /** How many nodes it has, itself included. */
  readonly size: number;
}

/** A scalar by its text: `1e400` stays what it is. */
export const written = (text: string): JsonTree => node('scalar', text, []);

export const scalar = (value: string | number | boolean | null): JsonTree =>
  written(JSON.stringify(value));

export const list = (items: readonly JsonTree[]): JsonTree =>
  node('list', `[${items.map(({ text }) => text).join(',')}]`, items);

export const object = (entries: readonly (readonly [string, JsonTree])[]): JsonTree =>
  node(
    'object',
    `{${entries.map(([key, { text }]) => `${JSON.stringify(key)}:${text}`).join(',')}}`,
    entries.map(([, value]) => value),
    entries.map(([key]) => key),
  );

/** A string that holds JSON. */
export const inText = (tree: JsonTree): JsonTree =>
  node('json-in-text', JSON.stringify(tree.text), [tree]);

function node(
  kind: JsonTree['kind'],
  text: string,
  children: readonly JsonTree[],
  keys: readonly string[] = [],
): JsonTree {
  return { kind, text, children, keys, size: children.reduce((sum, { size }) => sum + size, 1) };
}

export function entriesOf({ keys, children }: JsonTree): [string, JsonTree][] {
  return children.map((child, index) => [keys[index] ?? '', child]);
}

export function toTree(json: unknown): JsonTree {
  if (Array.isArray(json)) return list(json.map(toTree));
  if (typeof json === 'object' && json !== null) {
    return object(Object.entries(json).map(([key, value]) => [key, toTree(value)]));
  }
  if (typeof json === 'string' && /^[[{]/.test(json)) {
    try {
      return inText(toTree(JSON.parse(json)));
    } catch {
      // It only begins like one.
    }
  }
  return written(JSON.stringify(json));
}

/** The n-th node, parents first. */
export function nodeAt(tree: JsonTree, n: number): JsonTree {
  if (n === 0) return tree;
  let left = n - 1;
  for (const child of tree.children) {
    if (left < child.size) return nodeAt(child, left);
    left -= child.size;
  }
  return tree;
}

/** The tree with what `change` gives in place of its n-th node: nothing, one, or several. */
export function replaceNode(
  tree: JsonTree,
  n: number,
  change: (node: JsonTree) => readonly JsonTree[],
): readonly JsonTree[] {
  if (n === 0) return change(tree);
  let left = n - 1;
  const entries = entriesOf(tree).flatMap(([key, child]) => {
    const isWithin = left >= 0 && left < child.size;
    const replaced = isWithin ? replaceNode(child, left, change) : [child];
    left -= child.size;
    return replaced.map((one) => [key, one] as const);
  });
  if (tree.kind === 'object') return [object(entries)];
  const children = entries.map(([, child]) => child);
  return [tree.kind === 'list' ? list(children) : inText(children[0] ?? scalar(null))];
}
