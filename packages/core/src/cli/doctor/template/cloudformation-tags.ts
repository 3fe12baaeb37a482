import type { Tags } from 'yaml';

// Every short form that CloudFormation has. A tag that is not among them is only a warning of the parser.
const names = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Contains',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Ref',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

/** Tells the parser of CloudFormation's tags; the nodes keep theirs, for {@link toTree} to read. */
export const cloudFormationTags: Tags = names.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => text },
  { tag: `!${name}`, collection: 'seq' as const },
  { tag: `!${name}`, collection: 'map' as const },
]);
