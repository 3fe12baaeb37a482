import type { Problem, Rule } from '../finding.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import { knownText, numberOf } from '../template/value.js';
import { adapterVariable, variableProperty } from './adapter-variable.js';
import { environmentLines } from './environment-lines.js';

/** Where the adapter looks for the handler. */
export const adapterPort: Rule = {
  id: 'adapter-port',
  severity: 'error',
  finds:
    '`AWS_LWA_PORT` that is no port, that Lambda itself uses, or that differs from the port of the readiness check',
  docs: 'doctor.md#the-settings-of-the-adapter',
  alsoInContainer: true,
  *check({ functions }) {
    for (const fn of functions) yield* port(fn);
  },
};

/** The port on which the handler is to listen; `undefined` where it is not known. */
export function mendedPort({ env }: LambdaFunction): string | undefined {
  const value = env.get('AWS_LWA_PORT') ?? env.get('PORT');
  const given = knownText(value);
  if (value === undefined) return '8080';
  return given !== undefined && whyNoPort(given, numberOf(value)) ? '8080' : given;
}

function* port(fn: LambdaFunction): Generator<Problem> {
  const { id: resource, env } = fn;
  const name = env.has('AWS_LWA_PORT') ? 'AWS_LWA_PORT' : 'PORT';
  const value = env.get(name);
  const given = knownText(value);
  const write = environmentLines('AWS_LWA_PORT', "'8080'");
  const why = given === undefined ? undefined : whyNoPort(given, numberOf(value));
  if (value && why) yield { resource, property: variableProperty(name), at: value.at, why, write };

  const { value: check, property } = adapterVariable(env, 'AWS_LWA_READINESS_CHECK_PORT');
  const checked = knownText(check);
  // A port that is there but not known may be the same.
  const listens = mendedPort(fn);
  if (!check || checked === undefined || listens === undefined || checked === listens) return;
  yield {
    resource,
    property,
    at: check.at,
    why: `the adapter asks port ${checked} whether the handler is up, which listens on ${listens}, so that the function never starts`,
    write: environmentLines('AWS_LWA_READINESS_CHECK_PORT', `'${listens}'`),
  };
}

function whyNoPort(text: string, port: number | undefined): string | undefined {
  if (port === undefined || !Number.isInteger(port) || port < 1024 || port > 65_535) {
    return `'${text}' is no port that a program in Lambda may listen on (1024 to 65535), so that the function never starts`;
  }
  if (port === 9001)
    return 'port 9001 is that of the Lambda Runtime API, so that the function never starts';
  return undefined;
}
