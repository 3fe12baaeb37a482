import { parseStatusCodes } from '../../../serve-events/adapter-settings.js';
import type { NotKnown, Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { get, isUnknown, knownText } from '../template/value.js';
import { errorStatusCodesLines } from './environment-lines.js';
import { notKnown } from './not-known.js';

const name = 'AWS_LWA_ERROR_STATUS_CODES';
const property = `Environment.Variables.${name}`;
const part = /^\s*\+?\d+(-\+?\d+)?\s*$/;

/** Where a failed event would count as a success, or an answer as a function error. */
export const errorStatusCodes: readonly Rule[] = [
  {
    id: 'error-status-codes-missing',
    severity: 'error',
    finds: `an event function without \`${name}\``,
    docs: 'fail-closed.md#the-reply',
    *check({ functions }) {
      for (const { id, at, kind, env } of functions) {
        if (kind === 'unknown') {
          const notKnown =
            'nothing in this template invokes it, so neither the rules of events nor those of HTTP were asked';
          yield { resource: id, property: 'Events', at, notKnown };
        }
        if (kind !== 'events' || env.has(name)) continue;
        const why = `without ${name} the adapter takes an HTTP 500 for a success, so that a failed event counts as done and its messages are deleted`;
        yield { resource: id, property, at, why, write: errorStatusCodesLines };
      }
    },
  },
  {
    id: 'error-status-codes-invalid',
    severity: 'error',
    finds: `\`${name}\` that does not cover 500, covers 200, or has parts that the adapter can't read and skips`,
    docs: 'fail-closed.md#the-reply',
    alsoInContainer: true,
    *check(model) {
      yield* invalidCodes(model);
    },
  },
  {
    id: 'error-status-codes-on-http',
    severity: 'error',
    finds: `\`${name}\` on a function that serves HTTP, also by \`Globals\` or its image`,
    docs: 'fail-closed.md#the-reply',
    *check({ functions }) {
      for (const { id, kind, env } of functions) {
        const value = env.get(name);
        if (kind !== 'http' || value === undefined) continue;
        const why = `${name} makes a function error of each HTTP 500 of this function, so that the client gets a 502 without the answer's body`;
        const write = `# remove ${name} here, and set it on each event function:\n${errorStatusCodesLines}`;
        yield { resource: id, property, at: value.at, why, write };
      }
    },
  },
  {
    id: 'error-status-codes-in-globals',
    severity: 'warning',
    finds: `\`${name}\` in \`Globals\` while no function serves HTTP yet`,
    docs: 'fail-closed.md#the-reply',
    *check({ functions, template }) {
      const value = get(template.globals, 'Environment', 'Variables', name);
      if (value === undefined || functions.some(({ kind }) => kind === 'http')) return;
      const why = `${name} in Globals also holds for the first function that serves HTTP, whose 500s become function errors`;
      const write = `# remove it from Globals, and set it on each event function:\n${errorStatusCodesLines}`;
      yield { resource: 'Globals.Function', property, at: value.at, why, write };
    },
  },
];

function* invalidCodes({ functions }: Model): Generator<Problem | NotKnown> {
  for (const { id, at, kind, env } of functions) {
    const value = env.get(name);
    if (kind !== 'events' || value === undefined) continue;
    if (isUnknown(value)) {
      yield notKnown(id, property, value, at);
      continue;
    }
    const why = whyInvalid(knownText(value) ?? '');
    if (why) yield { resource: id, property, at: value.at, why, write: errorStatusCodesLines };
  }
}

function whyInvalid(text: string): string | undefined {
  const codes = parseStatusCodes(text);
  if (codes.has(200)) {
    return `'${text}' covers 200, so that every event which was done is a function error and comes again`;
  }
  if (!codes.has(500)) {
    return `'${text}' does not cover 500, so that a failed event counts as a success and its messages are deleted`;
  }
  const unread = text.split(',').find((each) => !part.test(each));
  return unread && `the adapter can't read '${unread}' in '${text}' and skips it without an error`;
}
