import type { Problem } from '../finding.js';
import type { Tree } from '../template/tree.js';
import { get, knownText } from '../template/value.js';
import type { TemplateRule } from './template-rule.js';

// Not Hooks, where AWS::CodeDeploy::BlueGreen is at home.
const sections = [
  'Outputs',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Globals',
  'Metadata',
];

/** What is meant as a resource, and is none where it stands. */
export const resourceOutsideResources: TemplateRule = {
  id: 'resource-outside-resources',
  severity: 'error',
  finds: 'a resource under `Outputs` or another section than `Resources`, or under none',
  docs: 'doctor.md#the-template-itself',
  *check({ tree }) {
    for (const [section, inner] of tree.entries) {
      yield* misplaced(section, inner, 'no section');
      if (!sections.includes(section) || inner.kind !== 'map') continue;
      for (const [id, entry] of inner.entries) yield* misplaced(id, entry, section);
    }
  },
};

function* misplaced(id: string, entry: Tree, section: string): Generator<Problem> {
  const type = knownText(get(entry, 'Type')) ?? '';
  if (!/^(AWS|Custom)::/.test(type)) return;
  // A parameter's type may be one of AWS, too, and what Metadata holds is nobody's business.
  const mayHaveType = section === 'Parameters' || section === 'Metadata';
  if (mayHaveType && get(entry, 'Properties') === undefined) return;
  const why = `${id}, of the type ${type}, stands under ${section}: only what is under Resources is made, so that it is never deployed`;
  const write = `# move it, with all that is below it:\nResources:\n  ${id}:\n    Type: ${type}`;
  yield { resource: id, property: section, at: entry.at, why, write };
}
