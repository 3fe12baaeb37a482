import { isDeepStrictEqual } from 'node:util';
import { LineCounter, parseDocument } from 'yaml';
import type { Finding } from '../../../src/cli/doctor/finding.js';
import { cloudFormationTags } from '../../../src/cli/doctor/template/cloudformation-tags.js';
import { toTree } from '../../../src/cli/doctor/template/tree.js';
import { type Json, toJson } from './mutate.js';

type Map = Record<string, Json>;

/** A template after the lines of all findings were put where they belong, and the findings whose lines are no lines. */
export interface Pasted {
  readonly template: Json;
  readonly left: readonly Finding[];
}

/** Does what the findings say, all at once: each is of the template as it was. */
export function paste(template: Json, findings: readonly Finding[]): Pasted {
  const written = structuredClone(template) as Map;
  const left = findings.filter((finding) => !pasteOne(written, finding));
  return { template: written, left };
}

/** Whether there was anything to paste, and a place for it. */
function pasteOne(template: Map, finding: Finding): boolean {
  const parts = partsOf(finding.write);
  const pasted = parts.map(({ place, lines }) => {
    const value = read(lines);
    if (Array.isArray(value)) return addStatements(template, finding, value);
    const target = placeOf(template, finding, place);
    if (target === undefined || typeof value !== 'object' || value === null) return false;
    if (target === template.Resources) addResources(target, value as Map);
    else merge(target, value as Map);
    return true;
  });
  return pasted.length > 0 && pasted.every(Boolean);
}

/** The lines by the places that comments name. */
function partsOf(write: string): readonly { place: string; lines: string }[] {
  // A line of a Dockerfile is none of the template, and a comment says what is to be done elsewhere.
  if (write.startsWith('COPY ') || /^# (?!under )/.test(write)) return [];
  const [first = '', ...named] = write.split(/^# under /m);
  const parts = named.map((part) => {
    const [place = '', ...lines] = part.split('\n');
    return { place, lines: lines.join('\n') };
  });
  return [{ place: '', lines: first }, ...parts].filter(({ lines }) => read(lines) !== null);
}

function read(lines: string): Json {
  const counter = new LineCounter();
  const options = { lineCounter: counter, customTags: cloudFormationTags };
  return toJson(toTree('lines', parseDocument(lines, options), counter));
}

function placeOf(template: Map, { resource }: Finding, place: string): Map | undefined {
  const resources = template.Resources as Map;
  if (place === 'Resources') return resources;
  const [, named] = /^Properties of (\w+)$/.exec(place) ?? [];
  const [id = '', , event] = (named ?? resource).split('.');
  const properties = propertiesOf(resources[id]);
  if (event === undefined || properties === undefined) return properties;
  return propertiesOf((properties.Events as Map | undefined)?.[event]);
}

function propertiesOf(value: Json): Map | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const map = value as Map;
  map.Properties ??= {};
  return map.Properties as Map;
}

/** Statements go into the role of the function. */
function addStatements(template: Map, { resource }: Finding, statements: Json[]): boolean {
  const resources = template.Resources as Map;
  const role = propertiesOf(resources[resource])?.Role as Map | undefined;
  const [id] = [role?.['Fn::GetAtt'] ?? []].flat() as string[];
  const policies = propertiesOf(resources[id?.split('.')[0] ?? ''])?.Policies as Map[] | undefined;
  const document = policies?.[0]?.PolicyDocument as { Statement: Json[] } | undefined;
  document?.Statement.push(...statements);
  return document !== undefined;
}

/** What two findings ask for under one name has to be the same: it stands in the template once. */
function addResources(resources: Map, added: Map): void {
  for (const [id, resource] of Object.entries(added)) {
    if (id in resources && !isDeepStrictEqual(resources[id], resource)) {
      throw new Error(`${id} is there, and another one`);
    }
    resources[id] = resource;
  }
}

/** Lists of policies grow; other values take the place of what was there. */
function merge(into: Map, lines: Map): void {
  for (const [key, value] of Object.entries(lines)) {
    const before = into[key];
    if (key === 'Policies' && Array.isArray(before)) into[key] = [...before, ...[value].flat()];
    else if (isMap(before) && isMap(value)) merge(before, value);
    else into[key] = value;
  }
}

function isMap(value: Json): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
