import type { Resource, Template } from '../template/template.js';
import {
  entriesOf,
  get,
  itemsOf,
  type Place,
  referencesIn,
  textOf,
  type Value,
} from '../template/value.js';
import { managedActions, templateActions } from './known-policies.js';

/** What one statement of a policy allows. */
export interface Statement {
  readonly at: Place;
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
  /** It is there for event source mappings, whatever queue they read. */
  readonly ofMappings?: boolean;
}

/** What a function's role may do, as far as the template says. */
export interface Grants {
  readonly statements: readonly Statement[];
  /** There is more, which the template does not show: a role or policy from elsewhere. */
  readonly open: boolean;
  /** The resource that the policies are written at. */
  readonly at: Place;
}

/** Reads the policies of a function's role, also those that SAM makes. */
export function grantsOf(resource: Resource, template: Template): Grants {
  const role = get(resource.properties, 'Role');
  if (role !== undefined) return ofRole(role, resource, template);
  const policies = get(resource.properties, 'Policies');
  const parts = itemsOf(policies).map(samPolicy);
  // To a role that it makes itself SAM adds the managed policy of each event source.
  const reads = [...entriesOf(get(resource.properties, 'Events')).values()].some(
    (event) => textOf(get(event, 'Type')) === 'SQS',
  );
  const bySam = reads ? [managed(mappingPolicy, resource.at)] : [];
  const connectors = [...template.resources.values()].some(
    ({ type, properties }) =>
      type === 'AWS::Serverless::Connector' &&
      referencesIn(properties).some(({ to }) => to === resource.id),
  );
  const { statements, open } = together([...parts, ...bySam]);
  return { statements, open: open || connectors, at: policies?.at ?? resource.at };
}

const mappingPolicy = 'AWSLambdaSQSQueueExecutionRole';

type Part = Pick<Grants, 'statements' | 'open'>;
const nothingKnown: Part = { statements: [], open: true };

function ofRole(role: Value, fn: Resource, template: Template): Grants {
  const id = role.kind === 'reference' ? role.to : undefined;
  const resource = id === undefined ? undefined : template.resources.get(id);
  if (resource?.type !== 'AWS::IAM::Role') return { ...nothingKnown, at: fn.at };
  const { properties } = resource;
  const attached = [...template.resources.values()].filter(
    (each) =>
      /^AWS::IAM::(Role)?(Managed)?Policy$/.test(each.type) &&
      referencesIn(get(each.properties, 'Roles')).some(({ to }) => to === id),
  );
  const documents = [
    ...itemsOf(get(properties, 'Policies')),
    ...attached.map((each) => each.properties),
  ];
  return {
    ...together([
      ...itemsOf(get(properties, 'ManagedPolicyArns')).map(managedPolicy),
      ...documents.map((policy) => document(get(policy, 'PolicyDocument'))),
    ]),
    at: resource.at,
  };
}

function together(parts: readonly Part[]): Part {
  return {
    statements: parts.flatMap(({ statements }) => statements),
    open: parts.some(({ open }) => open),
  };
}

/** An item of `Policies`: the name of a managed policy, a document, or a template of SAM. */
function samPolicy(policy: Value): Part {
  if (policy.kind !== 'map') return managedPolicy(policy);
  if (get(policy, 'Statement') !== undefined) return document(policy);
  return together(
    [...policy.entries].map(([name, settings]) => ({
      statements: [
        {
          at: settings.at,
          actions: templateActions(name),
          resources: [...entriesOf(settings).values()],
        },
      ],
      open: false,
    })),
  );
}

function managedPolicy(value: Value): Part {
  const name = textOf(value)?.split('/').at(-1) ?? '';
  return managed(name, value.at);
}

function managed(name: string, at: Place): Part {
  const actions = managedActions(name);
  if (actions === undefined) return nothingKnown;
  const everything: Value = { kind: 'plain', at, value: '*' };
  const ofMappings = name === mappingPolicy;
  return { statements: [{ at, actions, resources: [everything], ofMappings }], open: false };
}

function document(value: Value | undefined): Part {
  const allowed = itemsOf(get(value, 'Statement')).filter(
    (statement) => textOf(get(statement, 'Effect')) === 'Allow',
  );
  return {
    statements: allowed.map((statement) => ({
      at: statement.at,
      actions: itemsOf(get(statement, 'Action')).flatMap((action) => textOf(action) ?? []),
      resources: itemsOf(get(statement, 'Resource')),
    })),
    // What is all but something may be anything.
    open: value?.kind !== 'map' || allowed.some(isAllBut),
  };
}

function isAllBut(statement: Value): boolean {
  return ['NotAction', 'NotResource'].some((name) => get(statement, name) !== undefined);
}
