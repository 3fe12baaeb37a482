import type { Resolve } from './resolve.js';
import type { Scenario } from './scenarios.js';
import type { Tree, TreeMap } from './tree.js';
import { knownText, textOf } from './value.js';

interface Conditions {
  readonly template: TreeMap;
  readonly scenario: Scenario;
  readonly resolve: Resolve;
}

/** Whether the condition of this name holds in the scenario. */
export function conditionHolds(
  name: string,
  conditions: Conditions,
  above: string[] = [],
): boolean {
  const section = conditions.template.entries.get('Conditions');
  const tree = section?.kind === 'map' ? section.entries.get(name) : undefined;
  // A condition that needs itself is refused by CloudFormation.
  if (tree === undefined || above.includes(name)) return false;
  return holds(tree, conditions, [...above, name]);
}

function holds(tree: Tree | undefined, conditions: Conditions, above: string[]): boolean {
  if (tree?.kind !== 'map') return false;
  const [[name, argument] = []] = tree.entries;
  const parts = argument?.kind === 'list' ? argument.items : [];
  switch (name) {
    case 'Condition':
      return conditionHolds(knownText(conditions.resolve(argument)) ?? '', conditions, above);
    case 'Fn::Not':
      return !holds(parts[0], conditions, above);
    case 'Fn::And':
      return parts.every((part) => holds(part, conditions, above));
    case 'Fn::Or':
      return parts.some((part) => holds(part, conditions, above));
    case 'Fn::Equals':
      return equal(tree, parts, conditions);
    default:
      return conditions.scenario.undecided.get(tree) ?? false;
  }
}

function equal(tree: Tree, parts: readonly Tree[], { scenario, resolve }: Conditions): boolean {
  const decided = scenario.undecided.get(tree);
  if (decided !== undefined) return decided;
  const [left, right] = [resolve(parts[0]), resolve(parts[1])];
  // A parameter that has none of the values it is compared with is equal to none of them.
  return textOf(left) !== undefined && textOf(left) === textOf(right);
}
