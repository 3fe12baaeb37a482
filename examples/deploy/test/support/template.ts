import { readFileSync } from 'node:fs';
import { parse, type Tags } from 'yaml';

/** A resource of the template. What its properties hold is the business of the test that asks. */
export interface Resource {
  readonly Type: string;
  readonly DependsOn?: string | readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has no types here
  readonly Properties: any;
}

/** The template, with its short forms written out: `!Ref A` is `{ Ref: 'A' }`. */
export interface Template {
  readonly Parameters: Readonly<Record<string, { Default?: unknown; Type: string }>>;
  readonly Globals: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

const names = ['Ref', 'Sub', 'GetAtt', 'Join', 'If', 'Not', 'Equals'];

// A tag before a text and one before a list are two in YAML.
const tags: Tags = names.flatMap((name) => {
  const key = name === 'Ref' ? name : `Fn::${name}`;
  const tag = `!${name}`;
  return [
    { tag, resolve: (text: string) => ({ [key]: name === 'GetAtt' ? text.split('.') : text }) },
    {
      tag,
      collection: 'seq' as const,
      resolve: (list: { toJSON(): unknown }) => ({ [key]: list.toJSON() }),
    },
  ];
});

/** The template of this folder. */
export const template: Template = parse(
  readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8'),
  { customTags: tags },
);

/** Resources of one type, by name. */
export function resourcesOf(type: string): [name: string, properties: Resource['Properties']][] {
  return Object.entries(template.Resources).flatMap(([name, { Type, Properties }]) =>
    Type === type ? [[name, Properties] as [string, Resource['Properties']]] : [],
  );
}

/** The functions that events go to: all but the REST API's. */
export const functions = resourcesOf('AWS::Serverless::Function');
export const eventFunctions = functions.filter(([name]) => name !== 'RestApiFunction');
