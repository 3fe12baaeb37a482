import { containerRules } from './environment/container-rules.js';
import { rules } from './rules/rules.js';

/** The names of all rules, those of containers last. */
export const ruleIds: readonly string[] = [...rules, ...containerRules].map(({ id }) => id);
