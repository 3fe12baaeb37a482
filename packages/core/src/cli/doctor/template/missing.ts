import { transformsIn } from './transforms.js';
import type { TreeMap } from './tree.js';
import { entriesOf, get, knownText, type Value } from './value.js';

/**
 * Makes a function that tells whether a name that is none of a parameter or resource stays so when the
 * template is deployed: CloudFormation has names of its own, SAM makes resources that begin with the name of
 * theirs, and a transform may make any.
 */
export function missingIn(template: TreeMap): (name: string) => boolean {
  if (transformsIn(template).length > 0) return () => false;
  const resources = [...entriesOf(get(template, 'Resources'))];
  const ofSam = resources.filter(([, resource]) => isOfSam(resource)).map(([id]) => id);
  return (name) => /^[A-Za-z0-9]+$/.test(name) && !ofSam.some((id) => name.startsWith(id));
}

function isOfSam(resource: Value): boolean {
  return knownText(get(resource, 'Type'))?.startsWith('AWS::Serverless::') ?? false;
}
