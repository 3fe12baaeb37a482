import { parseDocument, type Tags } from 'yaml';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
const functions = [
  ...['And', 'Base64', 'Cidr', 'Condition', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'If'],
  ...['ImportValue', 'Join', 'Not', 'Or', 'Ref', 'Select', 'Split', 'Sub', 'Transform'],
];

const resolve = (value: unknown) => value;
const customTags = functions.flatMap(
  (name): Tags => [
    { tag: `!${name}`, resolve },
    { tag: `!${name}`, collection: 'seq', resolve },
    { tag: `!${name}`, collection: 'map', resolve },
  ],
);

/** What is wrong with YAML, CloudFormation's short forms included. */
export function checkYaml(text: string): string[] {
  const { errors, warnings } = parseDocument(text, { customTags });
  return [...errors, ...warnings].map(({ message }) => message);
}
