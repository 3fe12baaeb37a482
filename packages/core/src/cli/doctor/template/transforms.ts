import type { Tree, TreeMap } from './tree.js';
import type { Place } from './value.js';

/** A part of a template that something else writes when it is deployed: a macro, an included file. */
export interface Transform {
  /** The keys that lead to it. */
  readonly path: readonly string[];
  readonly at: Place;
  /** `AWS::Include`, `Fn::ForEach`, or the name of a macro. */
  readonly name: string;
}

// What these make is read as it is written, or is nothing that a rule looks at.
const known =
  /^AWS::(Serverless-2016-10-31|LanguageExtensions|SecretsManager-[\d-]+|CodeDeployBlueGreen)$/;

/** The transforms of a template, by its section `Transform`, `Fn::Transform` and `Fn::ForEach`. */
export function transformsIn(template: TreeMap): readonly Transform[] {
  const ofAll = namesOf(template.entries.get('Transform')).map(({ name, at }) => {
    return { path: ['Transform'], at, name };
  });
  return [...ofAll.filter(({ name }) => !known.test(name)), ...below(template, [])];
}

function below(tree: Tree, path: readonly string[]): readonly Transform[] {
  if (tree.kind === 'list') return tree.items.flatMap((item) => below(item, path));
  if (tree.kind !== 'map') return [];
  return [...tree.entries].flatMap(([key, inner]) => {
    const here = [...path, key];
    // No rule looks at outputs.
    if (path.length === 0 && key === 'Outputs') return [];
    if (key === 'Fn::Transform') return namesOf(inner).map((found) => ({ path: here, ...found }));
    if (key.startsWith('Fn::ForEach::')) return [{ path: here, at: inner.at, name: 'Fn::ForEach' }];
    return below(inner, here);
  });
}

/** A transform is its name, a map with its name, or a list of them. */
function namesOf(tree: Tree | undefined): readonly { name: string; at: Place }[] {
  if (tree === undefined) return [];
  if (tree.kind === 'list') return tree.items.flatMap(namesOf);
  if (tree.kind === 'plain') return [{ name: String(tree.value), at: tree.at }];
  const name = tree.entries.get('Name');
  return [{ name: name?.kind === 'plain' ? String(name.value) : 'a transform', at: tree.at }];
}
