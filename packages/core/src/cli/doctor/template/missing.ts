import { transformsIn } from './transforms.js';
import type { Tree, TreeMap } from './tree.js';

/**
 * Makes a function that tells whether a name that is none of a parameter or resource stays so when the
 * template is deployed: CloudFormation has names of its own, SAM makes resources that begin with the name of
 * theirs, and a transform may make any.
 */
export function missingIn(template: TreeMap): (name: string) => boolean {
  if (transformsIn(template).length > 0) return () => false;
  const resources = template.entries.get('Resources');
  const all = resources?.kind === 'map' ? [...resources.entries] : [];
  const ofSam = all.filter(([, tree]) => isOfSam(tree)).map(([id]) => id);
  return (name) => /^[A-Za-z0-9]+$/.test(name) && !ofSam.some((id) => name.startsWith(id));
}

function isOfSam(tree: Tree): boolean {
  const type = tree.kind === 'map' ? tree.entries.get('Type') : undefined;
  return type?.kind === 'plain' && String(type.value).startsWith('AWS::Serverless::');
}
