import { parseStatusCodes } from '../../../serve-events/adapter-settings.js';
import type { Problem, Rule } from '../finding.js';
import { type LambdaFunction, takesEvents } from '../model/lambda-function.js';
import { isTrue, knownText, numberOf, type Value } from '../template/value.js';
import { environmentLines } from './environment-lines.js';

/** Settings of the adapter that an event function can't work with. */
export const adapterSettings: readonly Rule[] = [
  {
    id: 'invoke-mode-stream',
    severity: 'error',
    finds: '`AWS_LWA_INVOKE_MODE=response_stream` on an event function',
    docs: 'fail-closed.md#refused-at-start',
    alsoInContainer: true,
    check: onEventFunctions('AWS_LWA_INVOKE_MODE', (value) =>
      knownText(value)?.toLowerCase() === 'response_stream'
        ? {
            why: 'response_stream puts an HTTP prelude before each reply, which no event source can read, so that failed messages are deleted; serveEvents refuses to start',
            write: environmentLines('AWS_LWA_INVOKE_MODE', 'buffered'),
          }
        : undefined,
    ),
  },
  {
    id: 'pass-through-path',
    severity: 'error',
    finds: '`AWS_LWA_PASS_THROUGH_PATH` that is no plain path: a URL, a query, a space',
    docs: 'how-an-event-travels.md',
    alsoInContainer: true,
    check: onEventFunctions('AWS_LWA_PASS_THROUGH_PATH', (value) =>
      /[\s?#]|^\w+:/.test(knownText(value) ?? '')
        ? {
            why: `the adapter sends events to '${knownText(value)}' as an encoded path, where a server that does not encode it alike answers 404, which counts as a success`,
            write: environmentLines('AWS_LWA_PASS_THROUGH_PATH', '/events'),
          }
        : undefined,
    ),
  },
  {
    id: 'async-init',
    severity: 'warning',
    finds: '`AWS_LWA_ASYNC_INIT=true` on an event function',
    docs: 'fail-closed.md#the-fault-matrix',
    alsoInContainer: true,
    check: onEventFunctions('AWS_LWA_ASYNC_INIT', (value) =>
      isTrue(value)
        ? {
            why: 'after 9.8 s the adapter takes the first event although the handler is not up, and the rest of its start is taken from that event’s timeout',
            write: environmentLines('AWS_LWA_ASYNC_INIT', "'false'"),
          }
        : undefined,
    ),
  },
  {
    id: 'readiness-status',
    severity: 'error',
    finds: '`AWS_LWA_READINESS_CHECK_HEALTHY_STATUS` without 200 on an event function',
    docs: 'how-an-event-travels.md',
    alsoInContainer: true,
    check: onEventFunctions('AWS_LWA_READINESS_CHECK_HEALTHY_STATUS', (value) => {
      const text = knownText(value);
      if (text === undefined || parseStatusCodes(text).has(200)) return undefined;
      return {
        why: `serveEvents answers the readiness check with 200, which '${text}' does not cover, so that the function never starts`,
        write: environmentLines('AWS_LWA_READINESS_CHECK_HEALTHY_STATUS', '200-399'),
      };
    }),
  },
  {
    id: 'adapter-port',
    severity: 'error',
    finds:
      '`AWS_LWA_PORT` that is no port, that Lambda itself uses, or that differs from the port of the readiness check',
    docs: 'how-an-event-travels.md',
    alsoInContainer: true,
    *check({ functions }) {
      for (const fn of functions) yield* port(fn);
    },
  },
  {
    id: 'deprecated-variable',
    severity: 'warning',
    finds:
      'a variable of the adapter without its `AWS_LWA_` prefix: the adapter 2.0 will not read it',
    docs: 'how-an-event-travels.md',
    alsoInContainer: true,
    *check({ functions }) {
      for (const { id, env } of functions) {
        for (const name of deprecated) {
          const value = env.get(name);
          if (value === undefined || env.has(`AWS_LWA_${name}`)) continue;
          const why = `the adapter will ignore ${name} from 2.0 on, and take its default instead`;
          const write = environmentLines(`AWS_LWA_${name}`, knownText(value) ?? '<the same value>');
          yield { resource: id, property: variable(name), at: value.at, why, write };
        }
      }
    },
  },
];

const deprecated = [
  'READINESS_CHECK_PATH',
  'READINESS_CHECK_PORT',
  'READINESS_CHECK_PROTOCOL',
  'REMOVE_BASE_PATH',
  'ASYNC_INIT',
];

const variable = (name: string) => `Environment.Variables.${name}`;

function onEventFunctions(
  name: string,
  look: (value: Value) => Pick<Problem, 'why' | 'write'> | undefined,
): Rule['check'] {
  return function* ({ functions }) {
    for (const { id, kind, env } of functions) {
      const value = env.get(name);
      if (!takesEvents(kind) || value === undefined) continue;
      const found = look(value);
      if (found) yield { resource: id, property: variable(name), at: value.at, ...found };
    }
  };
}

function* port({ id, env }: LambdaFunction): Generator<Problem> {
  const name = env.has('AWS_LWA_PORT') ? 'AWS_LWA_PORT' : 'PORT';
  const value = env.get(name);
  const given = knownText(value);
  const write = environmentLines('AWS_LWA_PORT', "'8080'");
  const why = given === undefined ? undefined : whyNoPort(given, numberOf(value));
  if (value && why) yield { resource: id, property: variable(name), at: value.at, why, write };

  const check = env.get('AWS_LWA_READINESS_CHECK_PORT');
  const checked = knownText(check);
  // A port that is there but not known may be the same.
  const listens = value === undefined ? '8080' : given;
  if (!check || checked === undefined || listens === undefined || checked === listens) return;
  yield {
    resource: id,
    property: variable('AWS_LWA_READINESS_CHECK_PORT'),
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
