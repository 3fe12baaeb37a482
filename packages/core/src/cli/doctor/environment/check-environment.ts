import { existsSync } from 'node:fs';
import { type Diagnosis, diagnose } from '../check-template.js';
import type { Finding } from '../finding.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import type { Model } from '../model/model.js';
import { rules } from '../rules/rules.js';
import type { Mapping, Value } from '../template/value.js';
import { findAdapter } from './adapter-binary.js';
import type { Container } from './container.js';
import { containerRules } from './container-rules.js';

const at = { file: 'environment', line: 0 };

/** Checks the environment that a container gives its handler. */
export function checkEnvironment(container: Container = thisContainer()): Diagnosis {
  const model = toModel(container);
  const ours = rules.filter(({ alsoInContainer }) => alsoInContainer);
  const { findings, ...diagnosis } = diagnose(at.file, [model], ours);
  const own = containerRules.flatMap<Finding>(({ id, severity, docs, check }) => {
    const problem = check(container);
    const [{ id: resource } = { id: at.file }] = model.functions;
    return problem ? [{ rule: id, severity, docs, resource, at, ...problem }] : [];
  });
  return { ...diagnosis, findings: [...findings, ...own] };
}

function thisContainer(): Container {
  const { env, versions } = process;
  return { env, nodeVersion: versions.node, adapter: findAdapter(), exists: existsSync };
}

/** A model of one function, so that the rules of functions can be asked. */
function toModel({ env }: Container): Model {
  const variables = toMapping(env);
  const events = ['AWS_LWA_ERROR_STATUS_CODES', 'AWS_LWA_PASS_THROUGH_PATH'];
  const memory = env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
  const fn: LambdaFunction = {
    id: env.AWS_LAMBDA_FUNCTION_NAME ?? at.file,
    at,
    kind: events.some((name) => env[name] !== undefined) ? 'events' : 'unknown',
    // Outside Lambda nothing limits it.
    properties: toMapping({ MemorySize: memory ?? '1024' }),
    env: variables.entries,
    sources: [],
    grants: { statements: [], open: true, at },
    image: undefined,
    layer: undefined,
  };
  const template = { file: at.file, resources: new Map(), globals: undefined };
  return { template, functions: [fn], skipped: [], queues: new Map() };
}

function toMapping(texts: Readonly<Record<string, string | undefined>>): Mapping {
  const entries = Object.entries(texts).flatMap<[string, Value]>(([name, value]) =>
    value === undefined ? [] : [[name, { kind: 'plain', at, value }]],
  );
  return { kind: 'map', at, entries: new Map(entries) };
}
