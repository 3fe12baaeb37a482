import type { Finding, NotKnown, Problem, Rule } from './finding.js';
import type { SkippedFunction } from './model/lambda-function.js';
import { type Model, toModel } from './model/model.js';
import { rules } from './rules/rules.js';
import { scenariosOf } from './template/scenarios.js';
import { resolveTemplate } from './template/template.js';
import type { TreeMap } from './template/tree.js';
import { templateRules } from './template-rules/template-rules.js';
import { unseenIn } from './unseen.js';

/** What became of a check. */
export interface Diagnosis {
  /** What was checked: a file, or the environment. */
  readonly checked: string;
  /** The functions that were looked at. */
  readonly functions: readonly string[];
  readonly findings: readonly Finding[];
  /** What no rule could look at. */
  readonly notKnown: readonly NotKnown[];
  /** Functions that are not behind the adapter. */
  readonly skipped: readonly SkippedFunction[];
}

/** Checks a template as it is written, and in each scenario that its conditions make. */
export function checkTemplate(tree: TreeMap, dockerfile?: string): Diagnosis {
  const models = scenariosOf(tree).map((scenario) =>
    toModel(resolveTemplate(tree, scenario), dockerfile),
  );
  const unseen = unseenIn(tree);
  const written = templateRules.flatMap((rule) =>
    [...rule.check({ tree, models, unseen })].map((problem) => toFinding(rule, problem)),
  );
  const { findings, ...diagnosis } = diagnose(tree.at.file, models, rules, unseen);
  return { ...diagnosis, findings: byLine([...written, ...findings]) };
}

/** Applies the rules to each model, and says each thing once. */
export function diagnose(
  checked: string,
  models: readonly Model[],
  applied: readonly Rule[],
  unseen: readonly NotKnown[] = [],
): Diagnosis {
  const findings = new Map<string, Finding>();
  const notKnown = new Map(unseen.map((each) => [identity(each.notKnown, each), each]));
  for (const model of models) {
    for (const rule of applied) {
      for (const found of rule.check(model)) {
        if (isProblem(found)) findings.set(identity(rule.id, found), toFinding(rule, found));
        else notKnown.set(identity('', found), found);
      }
    }
  }
  const functions = models.flatMap((model) => model.functions.map(({ id }) => id));
  const skipped = models.flatMap((model) => model.skipped.map((fn) => [fn.id, fn] as const));
  return {
    checked,
    functions: [...new Set(functions)],
    findings: byLine([...findings.values()]),
    notKnown: [...notKnown.values()],
    skipped: [...new Map(skipped).values()],
  };
}

function byLine(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => a.at.line - b.at.line);
}

function isProblem(found: Problem | NotKnown): found is Problem {
  return 'why' in found;
}

/** The same in two scenarios, with other numbers, is said once. */
function identity(rule: string, { resource, property, at }: Problem | NotKnown): string {
  return [rule, resource, property, at.file, at.line].join('\n');
}

function toFinding(
  { id, severity, docs }: Pick<Rule, 'id' | 'severity' | 'docs'>,
  problem: Problem,
): Finding {
  return { rule: id, severity, docs, ...problem };
}
