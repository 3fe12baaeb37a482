import { containerRules } from './environment/container-rules.js';
import { rules } from './rules/rules.js';
import { templateRules } from './template-rules/template-rules.js';

/** The names of all rules, those of containers last. */
export const ruleIds: readonly string[] = [...templateRules, ...rules, ...containerRules].map(
  ({ id }) => id,
);
