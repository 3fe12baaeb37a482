import type { Problem } from '../finding.js';
import { ownerOf } from '../template/owner-of.js';
import type { RepeatedKey, Tree } from '../template/tree.js';
import type { TemplateRule } from './template-rule.js';

/** What is written, and replaced further down in the same file. */
export const duplicateKey: TemplateRule = {
  id: 'duplicate-key',
  severity: 'error',
  finds: 'a key that stands twice in one map, such as a resource that was added a second time',
  docs: 'doctor.md#the-template-itself',
  *check({ tree }) {
    // Anchors may lead to one place on many ways.
    const said = new Set<string>();
    for (const { path, key, at, first } of repeatedIn(tree, [])) {
      const place = `${at.line} ${key}`;
      if (said.has(place)) continue;
      said.add(place);
      yield problem(path, { key, at, first });
    }
  },
};

type Found = RepeatedKey & { readonly path: readonly string[] };

function* repeatedIn(tree: Tree, path: readonly string[]): Generator<Found> {
  if (tree.kind === 'list') for (const item of tree.items) yield* repeatedIn(item, path);
  if (tree.kind !== 'map') return;
  for (const each of tree.repeated ?? []) yield { ...each, path: [...path, each.key] };
  for (const [key, inner] of tree.entries) yield* repeatedIn(inner, [...path, key]);
}

function problem(path: readonly string[], { key, at, first }: RepeatedKey): Problem {
  const isResource = path.length === 2 && path[0] === 'Resources';
  const why = `${key} stands here a second time, first in line ${first.line}: SAM takes the last one, and drops without a word what the first one says`;
  const choice = `# one ${key}: take out that of line ${first.line} or this one`;
  const write = isResource ? `${choice}, or give one another name` : choice;
  return { ...ownerOf(path), at, why, write };
}
