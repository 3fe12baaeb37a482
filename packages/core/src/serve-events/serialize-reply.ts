import { LwaBridgeError } from '../errors.js';
import type { Logger } from './log.js';

// What Lambda itself allows ("6 MB"), as its own error message gives it.
const maxReplyBytes = 6_291_556;
// What serde_json, the adapter's JSON reader, allows.
const maxDepth = 127;

/** What {@link serializeReply} may do to a reply. */
export interface ReplyRules {
  readonly unpairedSurrogates: 'repair' | 'fail';
}

/**
 * Turns a handler's value into JSON that the adapter's reader accepts. A reply that it refuses
 * would reach Lambda as `null`, which SQS takes for "the whole batch succeeded".
 *
 * @throws LwaBridgeError `ERR_REPLY_NOT_SERIALIZABLE`, `ERR_REPLY_UNPAIRED_SURROGATE`,
 * `ERR_REPLY_TOO_DEEP`, `ERR_REPLY_TOO_LARGE`
 */
export function serializeReply(
  value: unknown,
  rules: ReplyRules,
  context: { readonly log: Logger },
): string {
  const json = pairSurrogates(stringify(value), rules, context);
  refuseDeepNesting(json);
  refuseHugeNumbers(json);
  const size = Buffer.byteLength(json);
  if (size > maxReplyBytes) {
    throw new LwaBridgeError(
      'ERR_REPLY_TOO_LARGE',
      `the reply has ${size} bytes, Lambda takes ${maxReplyBytes}: store it and return where it is`,
    );
  }
  return json;
}

function stringify(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value === undefined ? null : value);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw notSerializable(reason, { cause });
  }
  if (json === undefined) throw notSerializable(`it is a ${typeof value}`);
  return json;
}

function notSerializable(reason: string, options?: ErrorOptions): LwaBridgeError {
  const message = `the reply cannot be written as JSON: ${reason}`;
  return new LwaBridgeError('ERR_REPLY_NOT_SERIALIZABLE', message, options);
}

// JSON.stringify writes half a surrogate pair, and nothing else, as an escape that begins like this.
const surrogateEscape = /\\ud/i;
const escapes = /\\u(d[89ab]..)\\u(d[c-f]..)|\\u(d[89a-f]..)|\\./gi;

function pairSurrogates(
  json: string,
  { unpairedSurrogates }: ReplyRules,
  context: { readonly log: Logger },
): string {
  if (!surrogateEscape.test(json)) return json;
  let repairs = 0;
  const repaired = json.replace(escapes, (found, _high, _low, unpaired?: string) => {
    if (unpaired === undefined) return found;
    repairs += 1;
    return '\ufffd';
  });
  if (repairs === 0) return json;
  const problem = `the reply holds ${repairs} half surrogate pair(s), such as a text cut inside an emoji leaves`;
  if (unpairedSurrogates === 'fail') {
    throw new LwaBridgeError('ERR_REPLY_UNPAIRED_SURROGATE', problem);
  }
  if (countKeys(JSON.parse(repaired)) !== countKeys(JSON.parse(json))) {
    const message = `${problem}, and two keys of an object would be the same after a repair`;
    throw new LwaBridgeError('ERR_REPLY_UNPAIRED_SURROGATE', message);
  }
  context.log.warn({ repairs }, `${problem}: replaced with U+FFFD`);
  return repaired;
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce((sum, part) => sum + countKeys(part), 0);
  return inner + Object.keys(value).length;
}

function refuseDeepNesting(json: string): void {
  // Each level takes two brackets.
  if (json.length < 2 * maxDepth) return;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === quote) {
      at = endOfString(json, at);
    } else if (character === openBrace || character === openBracket) {
      depth += 1;
      if (depth > maxDepth) {
        throw new LwaBridgeError(
          'ERR_REPLY_TOO_DEEP',
          `the reply is nested deeper than ${maxDepth}, which the adapter's JSON reader refuses`,
        );
      }
    } else if (character === closeBrace || character === closeBracket) {
      depth -= 1;
    }
  }
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [
  34, 92, 123, 125, 91, 93,
];

function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json.charCodeAt(at - 1 - backslashes) === backslash) backslashes += 1;
  return backslashes % 2 === 1;
}

// JSON.rawJSON can write numbers that no double holds: 1e400, or some hundred digits.
function refuseHugeNumbers(json: string): void {
  if (!/e\+?\d{3}|\d{200}/i.test(json)) return;
  const number = /-?\d[\d.eE+-]*/y;
  for (let at = 0; at < json.length; at++) {
    if (json.charCodeAt(at) === quote) {
      at = endOfString(json, at);
      continue;
    }
    number.lastIndex = at;
    const [source] = number.exec(json) ?? [];
    if (source === undefined) continue;
    if (isHuge(source)) throw notSerializable('it holds a number that is out of range');
    at += source.length - 1;
  }
}

// The adapter's reader rounds more coarsely than JavaScript's: the last few doubles come out finite as
// JSON.stringify writes them, but 1.7976931348623158e308 or more digits may not.
function isHuge(source: string): boolean {
  const value = Number(source);
  return Math.abs(value) > 1.797693134862315e308 && source !== String(value);
}
