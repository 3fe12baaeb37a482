import type { LambdaFunction } from '../model/lambda-function.js';
import type { Value } from '../template/value.js';

/** Names without their prefix, which the adapter reads until 2.0. */
export const deprecatedNames = [
  'READINESS_CHECK_PATH',
  'READINESS_CHECK_PORT',
  'READINESS_CHECK_PROTOCOL',
  'REMOVE_BASE_PATH',
  'ASYNC_INIT',
];

/** What the adapter takes for one of its variables, and the property that has it. */
export function adapterVariable(
  env: LambdaFunction['env'],
  name: string,
): { readonly value: Value | undefined; readonly property: string } {
  const old = name.replace('AWS_LWA_', '');
  const given = !env.has(name) && deprecatedNames.includes(old) ? old : name;
  return { value: env.get(given), property: variableProperty(given) };
}

/** The property of a function that is this variable. */
export function variableProperty(name: string): string {
  return `Environment.Variables.${name}`;
}
