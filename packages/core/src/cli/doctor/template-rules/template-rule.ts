import type { NotKnown, Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import type { TreeMap } from '../template/tree.js';

/** A template as it is written, and what it means. */
export interface WrittenTemplate {
  readonly tree: TreeMap;
  /** One for each scenario. */
  readonly models: readonly Model[];
  /** What is deployed with it, and is not in it. */
  readonly unseen: readonly NotKnown[];
}

/** A rule of the template as a whole, which no single scenario can tell. */
export type TemplateRule = Omit<Rule, 'check' | 'alsoInContainer'> & {
  check(template: WrittenTemplate): Iterable<Problem>;
};
