import type { NotKnown } from './finding.js';
import { ownerOf } from './template/owner-of.js';
import { transformsIn } from './template/transforms.js';
import type { TreeMap } from './template/tree.js';
import { entriesOf, get, knownText, type Value } from './template/value.js';

/** What is deployed with a template and can't be read in it: transforms, nested stacks and modules. */
export function unseenIn(template: TreeMap): readonly NotKnown[] {
  const nested = [...entriesOf(get(template, 'Resources'))].flatMap(nestedStack);
  const transforms = transformsIn(template).map(({ path, at, name }) => {
    const notKnown = `what ${name} makes of it is only known when deployed`;
    return { ...ownerOf(path), at, notKnown };
  });
  return [...nested, ...transforms];
}

const locations: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

function nestedStack([resource, written]: readonly [string, Value]): readonly NotKnown[] {
  const type = knownText(get(written, 'Type')) ?? '';
  const property = locations[type];
  if (property === undefined && !type.endsWith('::MODULE')) return [];
  const location = property && knownText(get(written, 'Properties', property));
  const what = location ? `${location} is a template of its own` : 'it is a template of its own';
  const notKnown = `${what}, which is not read: check it, too`;
  return [{ resource, property: property ?? 'Type', at: written.at, notKnown }];
}
