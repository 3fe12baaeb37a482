import { duplicateKey } from './duplicate-key.js';
import { noFunctions } from './no-functions.js';
import { resourceOutsideResources } from './resource-outside-resources.js';
import type { TemplateRule } from './template-rule.js';

/** The rules of a template as it is written. */
export const templateRules: readonly TemplateRule[] = [
  duplicateKey,
  resourceOutsideResources,
  noFunctions,
];
