import { conditionHolds } from './conditions.js';
import { mergeGlobals } from './merge-globals.js';
import { resolver } from './resolve.js';
import type { Scenario } from './scenarios.js';
import type { TreeMap } from './tree.js';
import { entriesOf, get, knownText, type Mapping, type Place, type Value } from './value.js';

/** A resource of the template; of a SAM function with what `Globals` says. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly at: Place;
  readonly properties: Mapping;
  readonly metadata: Value | undefined;
}

/** The template as one scenario makes it. */
export interface Template {
  readonly file: string;
  readonly resources: ReadonlyMap<string, Resource>;
  /** `Globals.Function` of SAM. */
  readonly globals: Value | undefined;
}

/** Resolves a whole template in a scenario. Resources whose condition does not hold are left out. */
export function resolveTemplate(tree: TreeMap, scenario: Scenario): Template {
  const resolve = resolver(tree, scenario);
  const globals = get(resolve(tree.entries.get('Globals')), 'Function');
  const resources = new Map<string, Resource>();
  for (const [id, value] of entriesOf(resolve(tree.entries.get('Resources')))) {
    const condition = knownText(get(value, 'Condition'));
    if (
      condition !== undefined &&
      !conditionHolds(condition, { template: tree, scenario, resolve })
    )
      continue;
    resources.set(id, toResource(id, value, globals));
  }
  return { file: tree.at.file, resources, globals };
}

function toResource(id: string, value: Value, globals: Value | undefined): Resource {
  const type = knownText(get(value, 'Type')) ?? '';
  const { at } = value;
  const own = get(value, 'Properties') ?? { kind: 'map', at, entries: new Map() };
  const all = type === 'AWS::Serverless::Function' ? mergeGlobals(globals, own) : own;
  const properties: Mapping = all.kind === 'map' ? all : { kind: 'map', at, entries: new Map() };
  return { id, type, at, properties, metadata: get(value, 'Metadata') };
}
