import { isUrl, toAdapterPath } from '../../../serve-events/adapter-path.js';
import { parseStatusCodes } from '../../../serve-events/adapter-settings.js';
import type { Problem, Rule } from '../finding.js';
import { takesEvents } from '../model/lambda-function.js';
import { isTrue, knownText, type Value } from '../template/value.js';
import { adapterVariable } from './adapter-variable.js';
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
    finds: '`AWS_LWA_PASS_THROUGH_PATH` that is a URL',
    docs: 'doctor.md#the-settings-of-the-adapter',
    alsoInContainer: true,
    check: onEventFunctions('AWS_LWA_PASS_THROUGH_PATH', (value) => {
      const path = knownText(value) ?? '';
      if (!isUrl(path)) return undefined;
      const why = `'${path}' is a URL, all of which the adapter takes for a path: serveEvents refuses to start with it`;
      return { why, write: environmentLines('AWS_LWA_PASS_THROUGH_PATH', '/events') };
    }),
  },
  {
    id: 'pass-through-path-encoded',
    severity: 'warning',
    finds: '`AWS_LWA_PASS_THROUGH_PATH` that is no plain path: a query, a space',
    docs: 'doctor.md#the-settings-of-the-adapter',
    alsoInContainer: true,
    check: onEventFunctions('AWS_LWA_PASS_THROUGH_PATH', (value) => {
      const path = knownText(value) ?? '';
      if (isUrl(path) || !/[\s?#]|^\w+:/.test(path)) return undefined;
      const why = `the adapter takes all of '${path}' for a path, and sends events to ${toAdapterPath(path)}: serveEvents takes them there, another server answers 404, which counts as a success`;
      return { why, write: environmentLines('AWS_LWA_PASS_THROUGH_PATH', '/events') };
    }),
  },
  {
    id: 'async-init',
    severity: 'warning',
    finds: '`AWS_LWA_ASYNC_INIT=true` on an event function',
    docs: 'doctor.md#the-settings-of-the-adapter',
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
    docs: 'doctor.md#the-settings-of-the-adapter',
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
];

function onEventFunctions(
  name: string,
  look: (value: Value) => Pick<Problem, 'why' | 'write'> | undefined,
): Rule['check'] {
  return function* ({ functions }) {
    for (const { id, kind, env } of functions) {
      const { value, property } = adapterVariable(env, name);
      if (!takesEvents(kind) || value === undefined) continue;
      const found = look(value);
      if (found) yield { resource: id, property, at: value.at, ...found };
    }
  };
}
