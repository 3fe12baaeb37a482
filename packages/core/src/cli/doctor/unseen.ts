import type { NotKnown } from './finding.js';
import { transformsIn } from './template/transforms.js';
import type { Tree, TreeMap } from './template/tree.js';

/** What is deployed with a template and can't be read in it: transforms, nested stacks and modules. */
export function unseenIn(template: TreeMap): readonly NotKnown[] {
  const resources = template.entries.get('Resources');
  const nested = resources?.kind === 'map' ? [...resources.entries].flatMap(nestedStack) : [];
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

function nestedStack([resource, tree]: readonly [string, Tree]): readonly NotKnown[] {
  const type = plainUnder(tree, 'Type') ?? '';
  const property = locations[type];
  if (property === undefined && !type.endsWith('::MODULE')) return [];
  const properties = tree.kind === 'map' ? tree.entries.get('Properties') : undefined;
  const location = property && plainUnder(properties, property);
  const what = location ? `${location} is a template of its own` : 'it is a template of its own';
  const notKnown = `${what}, which is not read: check it, too`;
  return [{ resource, property: property ?? 'Type', at: tree.at, notKnown }];
}

/** The resource that a part belongs to, or its section. */
function ownerOf(path: readonly string[]): Pick<NotKnown, 'resource' | 'property'> {
  const [section = '', ...rest] = path;
  const [id, ...property] = rest;
  if (section === 'Resources' && id !== undefined && property.length > 0) {
    return { resource: id, property: property.join('.') };
  }
  return { resource: section, property: rest.join('.') || section };
}

function plainUnder(tree: Tree | undefined, key: string): string | undefined {
  const value = tree?.kind === 'map' ? tree.entries.get(key) : undefined;
  return value?.kind === 'plain' ? String(value.value) : undefined;
}
