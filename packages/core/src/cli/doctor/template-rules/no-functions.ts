import type { TemplateRule } from './template-rule.js';

/** A template that no rule of functions could look at. */
export const noFunctions: TemplateRule = {
  id: 'no-functions',
  severity: 'warning',
  finds: 'a template without a function to check: it has none, or none behind the adapter',
  docs: 'doctor.md#the-template-itself',
  *check({ tree, models, unseen }) {
    // What is elsewhere may have them, and is named as not known.
    if (unseen.length > 0 || models.some(({ functions }) => functions.length > 0)) return;
    const skipped = new Set(models.flatMap((model) => model.skipped.map(({ id }) => id)));
    const none =
      skipped.size === 0
        ? 'it has no function'
        : `no function of it is behind the adapter (${[...skipped].join(', ')})`;
    const at = tree.entries.get('Resources')?.at ?? tree.at;
    const why = `${none}, so that next to nothing was checked: queues are checked by the functions that read them, and nothing found says little`;
    const write =
      '# check the template that has the functions; where there is none, --ignore no-functions';
    yield { resource: 'Resources', property: 'AWS::Serverless::Function', at, why, write };
  },
};
