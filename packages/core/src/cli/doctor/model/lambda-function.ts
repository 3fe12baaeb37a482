import { dirname, isAbsolute, join } from 'node:path';
import type { Resource, Template } from '../template/template.js';
import {
  entriesOf,
  get,
  itemsOf,
  knownText,
  type Place,
  textOf,
  type Value,
} from '../template/value.js';
import { type AdapterInImage, readAdapterInImage } from './adapter-in-image.js';
import { cloudFormationSources } from './cloudformation-sources.js';
import type { EventSource } from './event-source.js';
import { type Grants, grantsOf } from './grants.js';
import { samSources } from './sam-sources.js';

/**
 * What a function is for: `events`, `http`, or `both`; `unknown` where nothing in the template
 * invokes it.
 */
export type FunctionKind = 'events' | 'http' | 'both' | 'unknown';

/** Whether the rules of event functions hold. What nobody is known to invoke may serve HTTP. */
export function takesEvents(kind: FunctionKind): boolean {
  return kind === 'events' || kind === 'both';
}

/** A function behind the adapter, with all that the rules ask for. */
export interface LambdaFunction {
  readonly id: string;
  readonly at: Place;
  readonly kind: FunctionKind;
  /** Its properties, those of `Globals` among them. */
  readonly properties: Value;
  /** The variables of the function and of its image. */
  readonly env: ReadonlyMap<string, Value>;
  readonly sources: readonly EventSource[];
  readonly grants: Grants;
  readonly image: AdapterInImage | undefined;
  /** The ARN of the adapter's layer. */
  readonly layer: Value | undefined;
}

/** A function that is not behind the adapter, and why we think so. */
export interface SkippedFunction {
  readonly id: string;
  readonly at: Place;
  readonly because: string;
}

/** The functions of a template. A Dockerfile that is given is that of each image without its own. */
export function functionsOf(
  template: Template,
  dockerfile: string | undefined,
): { functions: readonly LambdaFunction[]; skipped: readonly SkippedFunction[] } {
  const resources = [...template.resources.values()].filter(({ type }) =>
    ['AWS::Serverless::Function', 'AWS::Lambda::Function'].includes(type),
  );
  const all = resources.map((resource) => toFunction(resource, template, dockerfile));
  const skipped = all.flatMap((fn) => {
    const because = whyNotBehindAdapter(fn);
    return because === undefined ? [] : [{ id: fn.id, at: fn.at, because }];
  });
  return { functions: all.filter((fn) => whyNotBehindAdapter(fn) === undefined), skipped };
}

function toFunction(
  resource: Resource,
  template: Template,
  dockerfile: string | undefined,
): LambdaFunction {
  const { id, at, properties } = resource;
  const image = isImage(properties) ? imageOf(resource, template, dockerfile) : undefined;
  const own = entriesOf(get(properties, 'Environment', 'Variables'));
  const env = new Map<string, Value>([...(image?.env ?? []), ...own]);
  const sources = [
    ...(resource.type === 'AWS::Serverless::Function' ? samSources(resource) : []),
    ...cloudFormationSources(id, template),
  ];
  const layers = itemsOf(get(properties, 'Layers'));
  const layer = layers.find((each) => /LambdaAdapterLayer/i.test(textOf(each) ?? ''));
  const grants = grantsOf(resource, template);
  return { id, at, kind: kindOf(sources, env), properties, env, sources, grants, image, layer };
}

function kindOf(sources: readonly EventSource[], env: ReadonlyMap<string, Value>): FunctionKind {
  const http = sources.some(({ kind }) => kind === 'http');
  const events = sources.some(({ kind }) => kind !== 'http');
  if (http && events) return 'both';
  if (http) return 'http';
  // Invoked by somebody else; only event functions have use for these.
  const meant = ['AWS_LWA_ERROR_STATUS_CODES', 'AWS_LWA_PASS_THROUGH_PATH'].some((name) =>
    env.has(name),
  );
  return events || meant ? 'events' : 'unknown';
}

function imageOf(resource: Resource, template: Template, otherwise: string | undefined) {
  const named = dockerfileOf(resource, template);
  const files = [named, otherwise].filter((file) => file !== undefined);
  return files.map(readAdapterInImage).find((image) => image !== undefined);
}

/** The path that the metadata of SAM or CDK names. */
function dockerfileOf({ metadata }: Resource, template: Template): string | undefined {
  const [name, folder] =
    [
      ['Dockerfile', 'DockerContext'],
      ['aws:asset:dockerfile-path', 'aws:asset:path'],
    ]
      .map((keys) => keys.map((key) => knownText(get(metadata, key))))
      .find((texts) => texts.some((text) => text !== undefined)) ?? [];
  if (name === undefined && folder === undefined) return undefined;
  const context = folder ?? '.';
  const from = isAbsolute(context) ? context : join(dirname(template.file), context);
  return join(from, name ?? 'Dockerfile');
}

/** Whether the function is an image, not a zip. */
export function isImage(properties: Value): boolean {
  return (
    knownText(get(properties, 'PackageType')) === 'Image' ||
    get(properties, 'ImageUri') !== undefined ||
    get(properties, 'Code', 'ImageUri') !== undefined
  );
}

function whyNotBehindAdapter({ properties, env, image, layer }: LambdaFunction) {
  if (layer !== undefined || [...env.keys()].some((name) => name.startsWith('AWS_LWA_'))) {
    return undefined;
  }
  if (!isImage(properties)) return 'a zip without the layer of the adapter';
  if (image === undefined || image.at !== undefined) return undefined;
  return `${image.file} has no adapter`;
}
